create temp view kept as select * from main.shown;
create temp table shown as select * from main.shown where false;
create unique index temp.shown_once on shown (segment_id, region_id, as_of);

create temp view kept as select * from main.shown;
create temp view kept_date as select * from main.shown_date;
create temp table shown as select * from main.shown where false;
create unique index temp.shown_once on shown (segment_id, region_id, as_of);
create temp table shown_date as select * from main.shown_date where false;

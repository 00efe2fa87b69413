create temp view kept as select * from shown;
create temp table shown as select * from kept where false;
create unique index shown_once on shown (segment_id, region_id, as_of);

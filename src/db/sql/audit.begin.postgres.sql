create temp view kept as select * from shown;
create temp view kept_date as select * from shown_date;
create temp table shown as select * from kept where false;
create unique index shown_once on shown (segment_id, region_id, as_of);
create temp table shown_date as select * from kept_date where false;

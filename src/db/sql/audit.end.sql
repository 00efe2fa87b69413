drop view kept;
drop view kept_date;
drop table shown;
drop table shown_date;

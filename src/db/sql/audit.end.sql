drop view kept;
drop table shown;

drop table {temp}region;
drop table {temp}region_version_former;
drop table {temp}region_version

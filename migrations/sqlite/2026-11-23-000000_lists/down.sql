update batch set row_count = row_count - (select count(*) from source where since = batch.id);
drop table source_former;
drop index source_since;
drop table region_version_former;
drop index region_version_since;
alter table region_version drop column since;

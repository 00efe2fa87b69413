select 1
where exists (select 1 from region_version where since > $1)
    or exists (select 1 from region_version_former where ended_by > $1)

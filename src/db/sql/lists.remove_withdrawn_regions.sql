delete from region_version
where since = $1 and id in (select id from region_version_former where ended_by = $2)

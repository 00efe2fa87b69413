update region set parts = (
    select count(*) from region_version v where v.parent_id = region.id and v.valid_to is null
)
where id in (
    select parent_id from region_version where since = $1
    union
    select parent_id from region_version_former where ended_by = $1
)

-- The regions of today, and those that ended: who comes again is the same region.
select code, region_id from region_version where valid_to is null
union
select f.code, f.region_id
from region_version_former f
where f.valid_to is null
    and not exists (
        select 1 from region_version v where v.region_id = f.region_id and v.valid_to is null
    )

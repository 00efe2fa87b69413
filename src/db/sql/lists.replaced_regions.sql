-- The rows that a batch ended, of regions that have no row of today.
select f.id
from region_version_former f
where f.ended_by = $1
    and not exists (
        select 1 from region_version v where v.region_id = f.region_id and v.valid_to is null
    )
    and not exists (
        select 1 from region_version v where v.code = f.code and v.valid_to is null
    )
order by f.code, f.id

select v.code
from region_version v
where v.since = $1 and v.valid_to is null and v.parent_id is not null
    and not exists (
        select 1 from region_version p where p.region_id = v.parent_id and p.valid_to is null
    )
order by v.code
limit 1

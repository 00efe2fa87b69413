-- An empty code: a region that is not there any more, or a list that belongs to no region.
select distinct coalesce(v.code, '')
from (
    select region_id from observation where batch_id = $1
    union select region_id from observation where ended_by = $1
    union select region_id from decision where batch_id = $1 or ended_by = $1
    union select region_id from target where batch_id = $1 or ended_by = $1
    union select region_id from funding where batch_id = $1 or ended_by = $1
    union select region_id from regulation where batch_id = $1 or ended_by = $1
    union select -1 from region_version where since = $1
    union select -1 from region_version_former where since = $1 or ended_by = $1
    union select -1 from source where since = $1
        and not exists (select 1 from observation where batch_id = $1)
        and not exists (select 1 from target where batch_id = $1)
        and not exists (select 1 from funding where batch_id = $1)
        and not exists (select 1 from regulation where batch_id = $1)
    union select -1 from source_former where ended_by = $1
) t
left join region_version v on v.region_id = t.region_id and v.valid_to is null

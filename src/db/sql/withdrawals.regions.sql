-- An empty code: a region that is not there any more.
select distinct coalesce(v.code, '')
from (
    select region_id from observation where batch_id = $1
    union select region_id from observation where ended_by = $1
    union select region_id from decision where batch_id = $1
    union select region_id from decision where ended_by = $1
) t
left join region_version v on v.region_id = t.region_id and v.valid_to is null

-- What a batch decided, and the decisions that it ended.
select t.brought, t.as_of, v.code
from (
    select 1 as brought, as_of, region_id from decision where batch_id = $1
    union all
    select 0, as_of, region_id from decision where ended_by = $1
) t
left join region_version v on v.region_id = t.region_id and v.valid_to is null

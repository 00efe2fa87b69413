select region_id, min(as_of), max(as_of)
from (
    select region_id, as_of from observation where batch_id > $1 and precision <> 3
    union all
    select region_id, as_of from observation where ended_by > $1 and precision <> 3
    union all
    select region_id, as_of from decision where batch_id > $1
    union all
    select region_id, as_of from decision where ended_by > $1
) t
group by region_id
order by region_id

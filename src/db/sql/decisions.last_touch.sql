-- The last batch that changed what competes, or what was decided.
select coalesce(max(batch_id), 0)
from (
    select batch_id from observation
    where region_id = $1 and segment_id = $2 and as_of = $3 and kind = 0 and precision <> 3
    union all
    select ended_by from observation
    where region_id = $1 and segment_id = $2 and as_of = $3 and kind = 0 and precision <> 3
        and ended_by is not null
    union all
    select batch_id from decision
    where region_id = $1 and segment_id = $2 and as_of = $3
    union all
    select ended_by from decision
    where region_id = $1 and segment_id = $2 and as_of = $3 and ended_by is not null
) t

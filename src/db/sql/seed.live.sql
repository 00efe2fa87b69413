select batch_id
from observation
where region_id = $1 and segment_id = $2 and as_of = $3 and precision = $4 and kind = $5
    and source_id = $6 and ended_by is null

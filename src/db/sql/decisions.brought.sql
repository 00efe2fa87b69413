select region_id, segment_id, as_of, chosen_source_id, reason
from decision
where batch_id = $1 and ended_by is null
order by id

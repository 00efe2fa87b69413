-- What a batch ended, then what it brought.
select region_id, segment_id, as_of, chosen_source_id, reason, batch_id = $1
from decision
where batch_id = $1 or ended_by = $1
order by region_id, segment_id, as_of, id
limit $2

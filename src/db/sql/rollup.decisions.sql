select d.region_id, d.segment_id, d.as_of, s.code
from decision d
join source s on s.id = d.chosen_source_id
where d.region_id between $1 and $2 and d.ended_by is null

-- One seek for each segment.
select max((
    select max(o.as_of) from observation o
    where o.region_id = $1 and o.segment_id = g.id and o.ended_by is null
))
from segment g

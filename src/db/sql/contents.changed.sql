select count(*)
from observation o
where o.ended_by = $1
    and exists (
        select 1 from observation n
        where n.region_id = o.region_id and n.segment_id = o.segment_id and n.as_of = o.as_of
            and n.precision = o.precision and n.kind = o.kind and n.source_id = o.source_id
            and n.batch_id = $1
    )

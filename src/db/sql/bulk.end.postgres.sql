update observation o set ended_by = $1
from unnest($2, $3, $4, $5, $6, $7, $8)
    as e (region_id, segment_id, as_of, precision, kind, source_id, batch_id)
where o.region_id = e.region_id and o.segment_id = e.segment_id and o.as_of = e.as_of
    and o.precision = e.precision and o.kind = e.kind and o.source_id = e.source_id
    and o.batch_id = e.batch_id

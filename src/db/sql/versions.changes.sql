-- What a batch brought, each beside the version that it replaced.
select n.region_id, n.segment_id, n.as_of, n.precision, n.kind, n.source_id,
    n.active, n.workforce, n.published_pct, n.uncovered, n.rounded, n.rank, n.rank_of, n.note,
    o.batch_id,
    o.active, o.workforce, o.published_pct, o.uncovered, o.rounded, o.rank, o.rank_of, o.note
from observation n
left join observation o
    on o.region_id = n.region_id and o.segment_id = n.segment_id and o.as_of = n.as_of
    and o.precision = n.precision and o.kind = n.kind and o.source_id = n.source_id
    and o.ended_by = n.batch_id
where n.batch_id = $1
order by n.region_id, n.segment_id, n.as_of, n.precision, n.kind, n.source_id
limit $2 offset $3

-- A range of the key for each segment.
select o.region_id, o.segment_id, o.kind, o.as_of, o.precision, o.active, o.workforce,
    o.published_pct, o.uncovered, o.rounded, o.rank, o.rank_of, o.source_id, o.note, o.batch_id
from segment g
cross join observation o
where o.region_id = $1 and o.segment_id = g.id and o.as_of >= $2 and o.ended_by is null
order by o.as_of desc, o.segment_id, o.kind, o.precision, o.source_id
limit $3

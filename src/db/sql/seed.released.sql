select o.region_id, o.segment_id, o.as_of, o.precision, o.kind, o.source_id,
    o.active, o.workforce, o.published_pct, o.uncovered, o.rounded, o.rank, o.rank_of, o.note,
    o.batch_id, o.ended_by, e.kind
from batch b
cross join observation o
left join batch e on e.id = o.ended_by
where b.kind = 'release' and o.batch_id = b.id
order by o.batch_id

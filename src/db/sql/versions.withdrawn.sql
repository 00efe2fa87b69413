-- What a batch ended without bringing another version.
select o.region_id, o.segment_id, o.kind, o.as_of, o.precision, o.active, o.workforce,
    o.published_pct, o.uncovered, o.rounded, o.rank, o.rank_of, o.source_id, o.note, o.batch_id
from observation o
where o.ended_by = $1
    and not exists (
        select 1 from observation n
        where n.region_id = o.region_id and n.segment_id = o.segment_id and n.as_of = o.as_of
            and n.precision = o.precision and n.kind = o.kind and n.source_id = o.source_id
            and n.batch_id = $1
    )
order by o.region_id, o.segment_id, o.as_of, o.precision, o.kind, o.source_id
limit $2

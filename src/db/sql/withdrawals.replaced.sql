-- What a batch ended, unless a later batch has spoken about the same since, or has ended what this one
-- said instead; but for what it says again, since that batch was taken back.
select o.region_id, o.segment_id, o.kind, o.as_of, o.precision, o.active, o.workforce,
    o.published_pct, o.uncovered, o.rounded, o.rank, o.rank_of, o.source_id, o.note, o.batch_id
from observation o
where o.ended_by = $1
    and (not exists (
        select 1 from observation l
        where l.region_id = o.region_id and l.segment_id = o.segment_id and l.as_of = o.as_of
            and l.precision = o.precision and l.kind = o.kind and l.source_id = o.source_id
            and (l.batch_id > $1 or (l.batch_id = $1 and l.ended_by is not null))
    ) or exists (
        select 1 from observation n
        join batch m on m.takes_back = n.ended_by
        join observation r
            on r.region_id = n.region_id and r.segment_id = n.segment_id and r.as_of = n.as_of
            and r.precision = n.precision and r.kind = n.kind and r.source_id = n.source_id
            and r.batch_id = m.id and r.ended_by is null
        where n.region_id = o.region_id and n.segment_id = o.segment_id and n.as_of = o.as_of
            and n.precision = o.precision and n.kind = o.kind and n.source_id = o.source_id
            and n.batch_id = $1
    ))
order by o.region_id, o.segment_id, o.as_of, o.precision, o.kind, o.source_id

-- What a batch ended, unless a later batch has spoken about the same since, or has ended what this one
-- said instead; but for what it says again, since that batch was taken back.
with again as ({again})
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
        select 1 from again a
        where a.region_id = o.region_id and a.segment_id = o.segment_id and a.as_of = o.as_of
            and a.precision = o.precision and a.kind = o.kind and a.source_id = o.source_id
    ))
order by o.region_id, o.segment_id, o.as_of, o.precision, o.kind, o.source_id

-- What a batch brought and holds today, or holds again.
with again as ({again})
select region_id, segment_id, kind, as_of, precision, active, workforce, published_pct, uncovered,
    rounded, rank, rank_of, source_id, note, batch_id
from observation
where batch_id = $1 and ended_by is null
union all
select r.region_id, r.segment_id, r.kind, r.as_of, r.precision, r.active, r.workforce,
    r.published_pct, r.uncovered, r.rounded, r.rank, r.rank_of, r.source_id, r.note, r.batch_id
from again a
join observation r
    on r.region_id = a.region_id and r.segment_id = a.segment_id and r.as_of = a.as_of
    and r.precision = a.precision and r.kind = a.kind and r.source_id = a.source_id
    and r.batch_id = a.batch_id
order by region_id, segment_id, as_of, precision, kind, source_id

-- What a batch brought and holds today; or holds again, since the batch that had replaced it was taken
-- back.
select region_id, segment_id, kind, as_of, precision, active, workforce, published_pct, uncovered,
    rounded, rank, rank_of, source_id, note, batch_id
from observation
where batch_id = $1 and ended_by is null
union all
select r.region_id, r.segment_id, r.kind, r.as_of, r.precision, r.active, r.workforce,
    r.published_pct, r.uncovered, r.rounded, r.rank, r.rank_of, r.source_id, r.note, r.batch_id
from observation n
join batch m on m.takes_back = n.ended_by
join observation r
    on r.region_id = n.region_id and r.segment_id = n.segment_id and r.as_of = n.as_of
    and r.precision = n.precision and r.kind = n.kind and r.source_id = n.source_id
    and r.batch_id = m.id and r.ended_by is null
where n.batch_id = $1 and n.ended_by is not null
order by region_id, segment_id, as_of, precision, kind, source_id

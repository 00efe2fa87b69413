-- What a batch brought and says again: what had replaced it was taken back.
select r.region_id, r.segment_id, r.as_of, r.precision, r.kind, r.source_id, r.batch_id
from observation n
join batch m on m.takes_back = n.ended_by
join observation r
    on r.region_id = n.region_id and r.segment_id = n.segment_id and r.as_of = n.as_of
    and r.precision = n.precision and r.kind = n.kind and r.source_id = n.source_id
    and r.batch_id = m.id and r.ended_by is null
where n.batch_id = $1 and n.ended_by is not null

select d.region_id, d.segment_id, d.as_of
from decision d
join batch b on b.id = d.batch_id
where b.kind <> 'release' and d.ended_by is null

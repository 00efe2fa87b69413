-- Where users decided, or went back to the rule: releases leave that alone.
select d.region_id, d.segment_id, d.as_of
from decision d
join batch b on b.id = d.batch_id
where b.kind <> 'release' and d.ended_by is null
union
select d.region_id, d.segment_id, d.as_of
from decision d
join batch e on e.id = d.ended_by
where e.kind <> 'release'

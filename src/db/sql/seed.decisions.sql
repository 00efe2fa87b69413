select t.id, t.region_id, t.segment_id, t.as_of, t.chosen_source_id, t.reason
from decision t
join batch b on b.id = t.batch_id
where b.kind = 'release' and t.ended_by is null
order by t.id

select t.id, t.region_id, t.kind_code, t.kind, t.number, t.year, t.meaning, t.source_id
from regulation t
join batch b on b.id = t.batch_id
where b.kind = 'release' and t.ended_by is null
order by t.id

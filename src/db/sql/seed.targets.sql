select t.id, t.region_id, t.year, t.percent, t.workers, t.basis, t.basis_text, t.source_id, t.note
from target t
join batch b on b.id = t.batch_id
where b.kind = 'release' and t.ended_by is null
order by t.id

select t.id, t.region_id, t.year, t.percent, t.workers, t.basis, t.basis_text, t.source_id, t.note
from target t
where {which}
order by t.region_id, t.year, t.id

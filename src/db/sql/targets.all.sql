select t.region_id, t.id, t.year, t.percent, t.basis, t.basis_text, s.authority, t.note, s.code
from target t
join source s on s.id = t.source_id
where t.percent is not null and t.ended_by is null
order by t.region_id, t.year, t.id

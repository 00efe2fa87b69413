select t.region_id, t.id, t.year, t.percent, t.basis, t.basis_text, s.authority, t.note, s.code
from region_version v
cross join target t
join source s on s.id = t.source_id
where v.parent_id = $1 and v.valid_to is null
    and t.region_id = v.region_id and t.percent is not null and t.ended_by is null
order by t.region_id, t.year, t.id

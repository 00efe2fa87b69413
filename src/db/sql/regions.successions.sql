select s.kind, s.effective, s.legal_basis, s.new_id, n.code, n.full_name,
    s.old_id, o.code, o.full_name
from region_succession s
join region_version n on n.region_id = s.new_id and n.valid_to is null
join region_version o on o.region_id = s.old_id and o.valid_to is null
where s.old_id = $1 or s.new_id = $1

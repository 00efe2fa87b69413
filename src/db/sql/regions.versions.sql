select v.code, v.full_name, v.valid_from, v.legal_basis, p.code, p.full_name
from region_version v
left join region_version p on p.region_id = v.parent_id and p.valid_to is null
where v.region_id = $1
order by v.valid_from is not null, v.valid_from

select v.region_id, v.code, v.name, v.full_name, v.kind, v.level, v.parent_id, r.parts,
    v.kecamatan, v.kelurahan, v.desa
from region_version v
join region r on r.id = v.region_id
where v.parent_id = $1 and v.valid_to is null
order by v.code

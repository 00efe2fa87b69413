select v.region_id, v.code, v.name, v.full_name, v.kind, v.level, v.parent_id, r.parts,
    v.kecamatan, v.kelurahan, v.desa
from region_version v
join region r on r.id = v.region_id
where v.valid_to is null and v.region_id = (
    select old.region_id from region_version old
    where old.code = $1 and old.valid_to is not null
    order by old.valid_to desc
    limit 1
)

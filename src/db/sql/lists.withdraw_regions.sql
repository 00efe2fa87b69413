-- The rows that a batch brought, of regions about which no later batch has spoken.
insert into region_version_former (id, region_id, code, name, full_name, folded_name, kind, level,
    parent_id, valid_from, valid_to, legal_basis, kecamatan, kelurahan, desa, since, ended_by)
select v.id, v.region_id, v.code, v.name, v.full_name, v.folded_name, v.kind, v.level,
    v.parent_id, v.valid_from, v.valid_to, v.legal_basis, v.kecamatan, v.kelurahan, v.desa, v.since,
    cast($2 as integer)
from region_version v
where v.since = $1
    and exists (
        select 1 from region_version c
        where c.region_id = v.region_id and c.valid_to is null and c.since = $1
    )

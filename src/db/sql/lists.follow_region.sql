insert into region_version (id, region_id, code, name, full_name, folded_name, kind, level,
    parent_id, valid_from, valid_to, legal_basis, kecamatan, kelurahan, desa, since)
select cast($2 as integer), region_id, code, $3, $4, $5, $6, level,
    parent_id, valid_to, null, $7, kecamatan, kelurahan, desa, since
from region_version
where id = $1

insert into region_version (id, region_id, code, name, full_name, folded_name, kind, level,
    parent_id, valid_from, valid_to, legal_basis, kecamatan, kelurahan, desa, since)
select cast($2 as integer), region_id, code, name, full_name, folded_name, kind, level,
    parent_id, valid_from, valid_to, legal_basis, kecamatan, kelurahan, desa, cast($3 as integer)
from region_version_former
where id = $1

insert into region_version_former (id, region_id, code, name, full_name, folded_name, kind, level,
    parent_id, valid_from, valid_to, legal_basis, kecamatan, kelurahan, desa, since, ended_by)
select id, region_id, code, name, full_name, folded_name, kind, level,
    parent_id, valid_from, valid_to, legal_basis, kecamatan, kelurahan, desa, since,
    cast($2 as integer)
from region_version
where id = $1

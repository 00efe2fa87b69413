update region_version set id = $2, name = $3, full_name = $4, folded_name = $5, kind = $6,
    legal_basis = $7, since = $8
where id = $1

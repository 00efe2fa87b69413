update region_version set legal_basis = $1 where region_id = $2 and valid_to is null

update region_version set name = $1, full_name = $2, folded_name = $3,
    kecamatan = cast(nullif($4, -1) as integer),
    kelurahan = cast(nullif($5, -1) as integer),
    desa = cast(nullif($6, -1) as integer)
where region_id = $7 and valid_to is null

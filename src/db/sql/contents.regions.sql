select code from region_version where region_id = $1 and valid_to is null

update region_version set id = $2, valid_to = $3, since = $4 where id = $1

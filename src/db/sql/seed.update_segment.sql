update segment set code = $2, name = $3, base = $4, counting = $5 where id = $1

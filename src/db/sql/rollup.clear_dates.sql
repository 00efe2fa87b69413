delete from shown_date where level = $1 and as_of between $2 and $3

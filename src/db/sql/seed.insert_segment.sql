insert into segment (id, code, name, base, counting) values ($1, $2, $3, $4, $5)

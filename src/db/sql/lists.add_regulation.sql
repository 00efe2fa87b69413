insert into regulation (id, region_id, kind_code, kind, number, year, meaning, source_id, batch_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

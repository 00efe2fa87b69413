insert into target (id, region_id, year, percent, workers, basis, basis_text, source_id, note,
    batch_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

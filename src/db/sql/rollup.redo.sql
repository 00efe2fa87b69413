insert into redone (segment_id, region_id, as_of, precision, active, workforce, published_pct,
    rounded, source_id, statements, disputed, parts_reported, parts_counted, parts_rounded)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, false)

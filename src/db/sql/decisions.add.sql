insert into decision (id, region_id, segment_id, as_of, chosen_source_id, reason, batch_id)
values ($1, $2, $3, $4, $5, $6, $7)

update observation set ended_by = $1
where region_id = $2 and segment_id = $3 and as_of = $4 and precision = $5 and kind = $6
    and source_id = $7 and batch_id = $8

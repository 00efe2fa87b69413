update decision set ended_by = $1
where region_id = $2 and segment_id = $3 and as_of = $4 and ended_by is null

select reason from decision
where region_id = $1 and segment_id = $2 and as_of = $3 and ended_by is null

select count(*) from observation where region_id = $1 and ended_by is null

select source_id, count(*) from observation where ended_by is null group by source_id

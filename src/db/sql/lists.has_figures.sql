select 1
where exists (select 1 from observation where batch_id = $1)
    or exists (select 1 from observation where ended_by = $1)

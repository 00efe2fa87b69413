delete from shown
where segment_id in (select id from segment) and region_id = $1 and as_of between $2 and $3

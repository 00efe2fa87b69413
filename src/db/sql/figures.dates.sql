select as_of from shown_date
where level = $1 and segment_id = $2 and as_of <= $3
order by as_of desc

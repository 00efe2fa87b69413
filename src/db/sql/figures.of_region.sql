select s.region_id, s.as_of, s.precision, s.active, s.workforce, s.published_pct, s.rounded,
    s.source_id, s.statements, s.disputed, s.parts_reported, s.parts_counted, s.parts_active,
    s.parts_workforce, s.parts_rounded, r.parts
from region r
cross join shown s
where r.id = $2 and s.segment_id = $1 and s.region_id = r.id
order by s.as_of

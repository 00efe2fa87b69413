-- Own counts beside the sum of all parts at the same date.
select g.id, s.region_id, s.as_of, s.precision, s.active, s.workforce, s.published_pct, s.rounded,
    s.source_id, s.statements, s.disputed, s.parts_reported, s.parts_counted, s.parts_active,
    s.parts_workforce, s.parts_rounded, r.parts
from region r
cross join segment g
cross join shown s
where r.id = $1 and r.parts > 0
    and s.segment_id = g.id and s.region_id = r.id and s.as_of between $2 and $3
    and s.statements > 0 and s.parts_counted = r.parts
    and s.active is not null and s.parts_active is not null
order by s.as_of desc, g.id

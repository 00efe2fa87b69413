-- The cross joins fix the order of the loops: parts and segments, then a range of the key for each.
select g.id, s.region_id, s.as_of, s.precision, s.active, s.workforce, s.published_pct, s.rounded,
    s.source_id, s.statements, s.disputed, s.parts_reported, s.parts_counted, s.parts_active,
    s.parts_workforce, s.parts_rounded, r.parts
from region_version v
cross join region r
cross join segment g
cross join shown s
where v.parent_id = $1 and v.valid_to is null
    and r.id = v.region_id
    and s.segment_id = g.id and s.region_id = r.id and s.as_of between $2 and $3
order by s.region_id, g.id, s.as_of

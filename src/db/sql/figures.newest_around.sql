-- One seek for each region and segment: the figure that so many newer ones follow. Rows that only
-- count parts are no figures.
select g.id, s.region_id, s.as_of, s.precision, s.active, s.workforce, s.published_pct, s.rounded,
    s.source_id, s.statements, s.disputed, s.parts_reported, s.parts_counted, s.parts_active,
    s.parts_workforce, s.parts_rounded, r.parts
from region_version v
cross join region r
cross join segment g
cross join shown s
where (v.region_id = $1 or v.parent_id = $1) and v.valid_to is null
    and r.id = v.region_id
    and s.segment_id = g.id and s.region_id = r.id
    and s.as_of = (
        select l.as_of from shown l
        where l.segment_id = g.id and l.region_id = r.id and l.as_of <= $2
            and (l.statements > 0 or (l.parts_counted = r.parts and r.parts > 0))
        order by l.as_of desc
        limit 1 offset $3
    )

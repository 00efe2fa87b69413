-- One seek for each segment.
select g.id, s.region_id, s.as_of, s.precision, s.active, s.workforce, s.published_pct, s.rounded,
    s.source_id, s.statements, s.disputed, s.parts_reported, s.parts_counted, s.parts_active,
    s.parts_workforce, s.parts_rounded, r.parts
from region r
cross join segment g
cross join shown s
where r.id = $1
    and s.segment_id = g.id and s.region_id = r.id
    and s.as_of = (
        select max(l.as_of) from shown l
        where l.segment_id = g.id and l.region_id = r.id and l.as_of between $2 and $3
            and (l.published_pct is not null or (l.active is not null and l.workforce > 0)
                or (l.parts_counted = r.parts and l.parts_workforce > 0))
    )
order by g.id

-- One seek for each region; window functions would read the whole history.
select s.region_id, s.as_of, s.precision, s.active, s.workforce, s.published_pct, s.rounded,
    s.source_id, s.statements, s.disputed, s.parts_reported, s.parts_counted, s.parts_active,
    s.parts_workforce, s.parts_rounded, r.parts
from region_version v
cross join region r
cross join shown s
where v.parent_id = $2 and v.valid_to is null
    and r.id = v.region_id
    and s.segment_id = $1 and s.region_id = r.id
    and s.as_of = (
        select max(l.as_of) from shown l
        where l.segment_id = $1 and l.region_id = r.id and l.as_of <= $3
            and (l.published_pct is not null or (l.active is not null and l.workforce > 0)
                or (l.parts_counted = r.parts and l.parts_workforce > 0))
    )
order by s.region_id

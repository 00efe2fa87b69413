-- One seek for each region of today: its last row with a percent.
select max((
    select max(s.as_of) from shown s
    where s.segment_id = g.id and s.region_id = r.id
        and (s.published_pct is not null or (s.active is not null and s.workforce > 0)
            or (s.parts_counted = r.parts and s.parts_workforce > 0))
))
from segment g
cross join region_version v
cross join region r
where g.code = 'total' and v.valid_to is null and r.id = v.region_id

-- A part counts with its own figure, else with the sum of all its parts; an own count without a
-- percent gives way to a sum.
with figure as (
    select s.*, r.parts > 0 and s.parts_counted = r.parts as summed,
        s.published_pct is not null or (s.active is not null and s.workforce > 0) as covered
    from segment g
    cross join region_version v
    cross join region r
    cross join shown s
    where v.level = $1 and v.valid_to is null and v.parent_id = $2
        and r.id = v.region_id
        and s.segment_id = g.id and s.region_id = v.region_id and s.as_of between $3 and $4
        and (s.statements > 0 or (s.parts_counted = r.parts and r.parts > 0))
)
select segment_id, as_of, precision,
    case when covered or not summed then active else parts_active end,
    case when covered or not summed then workforce else parts_workforce end,
    case when covered or not summed then rounded else parts_rounded end
from figure

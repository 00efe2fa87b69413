-- A part counts with its own figure, else with the sum of all its parts; an own count without a
-- percent gives way to a sum.
with figure as (
    select v.parent_id, s.*, r.parts > 0 and s.parts_counted = r.parts as summed,
        s.published_pct is not null or (s.active is not null and s.workforce > 0) as covered
    from region_version v
    cross join region r
    cross join segment g
    cross join shown s
    where v.level = $1 and v.valid_to is null and v.parent_id between $2 and $3
        and r.id = v.region_id
        and s.segment_id = g.id and s.region_id = v.region_id and s.as_of between $4 and $5
        and (s.statements > 0 or (s.parts_counted = r.parts and r.parts > 0))
),
part as (
    select segment_id, parent_id, as_of, precision,
        case when covered or not summed then active else parts_active end as active,
        case when covered or not summed then workforce else parts_workforce end as workforce,
        case when covered or not summed then rounded else parts_rounded end as rounded
    from figure
)
insert into shown (segment_id, region_id, as_of, precision, rounded, statements, disputed,
    parts_reported, parts_counted, parts_active, parts_workforce, parts_rounded)
select segment_id, parent_id, as_of, max(precision), false, 0, false,
    count(*),
    count(case when active is not null and workforce is not null then 1 end),
    cast(sum(case when workforce is not null then active end) as bigint),
    cast(sum(case when active is not null then workforce end) as bigint),
    max(case when rounded then 1 else 0 end) = 1
from part
where true
group by segment_id, parent_id, as_of
on conflict (segment_id, region_id, as_of) do update set
    parts_reported = excluded.parts_reported,
    parts_counted = excluded.parts_counted,
    parts_active = excluded.parts_active,
    parts_workforce = excluded.parts_workforce,
    parts_rounded = excluded.parts_rounded

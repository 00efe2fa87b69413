-- Nothing stands above the nation that would have counted it.
insert into shown_date (level, segment_id, as_of, figures, coverages)
select 0, s.segment_id, s.as_of, 1, case
    when s.statements > 0
        and (s.published_pct is not null or (s.active is not null and s.workforce > 0)) then 1
    when s.statements = 0 and s.parts_workforce > 0 then 1
    else 0
end
from region_version v
cross join region r
cross join segment g
cross join shown s
where v.level = 0 and v.valid_to is null
    and r.id = v.region_id
    and s.segment_id = g.id and s.region_id = v.region_id and s.as_of between $1 and $2
    and (s.statements > 0 or (s.parts_counted = r.parts and r.parts > 0))

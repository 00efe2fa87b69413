-- The regions of a level, as the regions above have counted them.
insert into shown_date (level, segment_id, as_of, figures, coverages)
select v.level + 1, s.segment_id, s.as_of, sum(s.parts_reported), sum(s.parts_covered)
from region_version v
cross join segment g
cross join shown s
where v.level = $1 and v.valid_to is null
    and s.segment_id = g.id and s.region_id = v.region_id and s.as_of between $2 and $3
    and s.parts_reported > 0
group by v.level, s.segment_id, s.as_of

-- Regions of a level that have a percent on any day until one.
select v.region_id
from region_version v
cross join region r
where v.level = $2 and v.valid_to is null and r.id = v.region_id
    and exists (
        select 1 from shown s
        where s.segment_id = $1 and s.region_id = v.region_id and s.as_of <= $3
            and (s.published_pct is not null or (s.active is not null and s.workforce > 0)
                or (s.parts_counted = r.parts and s.parts_workforce > 0))
    )

-- Between which dates parts of a region have figures, where parts came or went in a batch or after it:
-- with them it changes whether all have, and with that the sums of the regions above.
select s.region_id, min(s.as_of), max(s.as_of)
from shown s
where s.segment_id in (select id from segment) and s.parts_reported > 0
    and s.region_id in (
        select parent_id from region_version where since >= $1
        union
        select parent_id from region_version_former where ended_by >= $1
    )
group by s.region_id

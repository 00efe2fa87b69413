-- What a batch brought, and what it ended, by region, source and exactness of the date.
select 1 as brought, count(*), min(as_of), max(as_of), precision, source_id, region_id
from observation
where batch_id = $1
group by region_id, source_id, precision
union all
select 0, count(*), min(as_of), max(as_of), precision, source_id, region_id
from observation
where ended_by = $1
group by region_id, source_id, precision

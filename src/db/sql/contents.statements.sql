-- What a batch brought, and what it ended, by region, source and exactness of the date.
select t.brought, t.amount, t.first_day, t.last_day, t.precision, t.source_id, v.code
from (
    select 1 as brought, count(*) as amount, min(as_of) as first_day, max(as_of) as last_day,
        precision, source_id, region_id
    from observation
    where batch_id = $1
    group by region_id, source_id, precision
    union all
    select 0, count(*), min(as_of), max(as_of), precision, source_id, region_id
    from observation
    where ended_by = $1
    group by region_id, source_id, precision
) t
-- A region may be gone by now.
left join region_version v on v.region_id = t.region_id and v.valid_to is null

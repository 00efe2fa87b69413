select id, region_id, kind_code, kind, number, year, meaning, source_id
from regulation
where ended_by is null
order by region_id, coalesce(year, 0) desc, id

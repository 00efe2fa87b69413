select id, region_id, kind_code, kind, number, year, meaning, source_id
from regulation
where region_id = $1 and ended_by is null
order by coalesce(year, 0) desc, id

select id, region_id, year, workers, basis, basis_text, note, source_id
from target
where region_id = $1 and percent is null and ended_by is null
order by year, id

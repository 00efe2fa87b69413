select id, region_id, year, workers, basis, basis_text, note, source_id
from target
where percent is null and ended_by is null
order by region_id, year, id

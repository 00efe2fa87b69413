select region_id, min(as_of), max(as_of)
from observation
where source_id = $1 and precision <> 3
group by region_id

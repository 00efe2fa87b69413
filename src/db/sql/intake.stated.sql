select r.id
from region r
where r.id between $1 and $2 and exists (select 1 from observation o where o.region_id = r.id)

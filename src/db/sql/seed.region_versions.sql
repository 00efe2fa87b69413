select region_id, code, kind, parent_id, valid_to
from region_version
where level <= 2
order by id

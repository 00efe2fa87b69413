select region_id, code, name, full_name, kind, parent_id, valid_from, valid_to
from region_version
order by region_id, valid_from is not null, valid_from, id

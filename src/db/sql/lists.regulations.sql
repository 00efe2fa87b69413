select t.id, t.region_id, t.kind_code, t.kind, t.number, t.year, t.meaning, t.source_id
from regulation t
where {which}
order by t.region_id, t.id

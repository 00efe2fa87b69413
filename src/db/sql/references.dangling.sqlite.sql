select k."table", k.parent
from sqlite_master m
cross join pragma_foreign_key_check(m.name) k
where m.type = 'table' and m.name <> 'observation'
limit 1

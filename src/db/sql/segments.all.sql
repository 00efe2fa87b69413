select s.id, s.code, s.name, s.base, s.counting, p.code
from segment s
left join segment p on p.id = s.parent_id
order by s.id

select m.answers, m.who, m.kept_at
from mapping m join source s on s.id = m.source_id
where s.code = $1

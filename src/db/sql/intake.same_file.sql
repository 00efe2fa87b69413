select id, title, file_name, who, committed_at
from batch
where sha256 = $1 and kind = 'import'
order by id desc

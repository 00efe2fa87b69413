select id, account_id, created_at, file_name, sha256, size, stated
from draft
where account_id = $1
order by id desc

select id, account_id, created_at, file_name, sha256, size, stated
from draft
where id = $1 and account_id = $2

select count(*)
from audit
where ($1 = 0 or account_id = $1) and ($2 = '' or act = $2) and at >= $3 and at < $4

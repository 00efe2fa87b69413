select id, at, account_id, who, role, act, subject, old_value, new_value, address, request_id
from audit
where ($1 = 0 or account_id = $1) and ($2 = '' or act = $2) and at >= $3 and at < $4
order by id desc
limit $5 offset $6

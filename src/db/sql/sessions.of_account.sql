select s.token_hash, s.created_at, s.seen_at, s.address, s.agent
from session s
join account a on a.id = s.account_id and a.generation = s.generation
where s.account_id = $1 and s.expires_at > $2 and s.seen_at > $3
order by s.seen_at desc, s.token_hash

select
    s.generation, s.created_at, s.seen_at, s.expires_at,
    a.id, a.login, a.name, a.password_hash, a.role, v.code, v.full_name,
    a.active, a.must_change, a.created_at, a.password_at, a.signed_in_at, a.generation
from session s
join account a on a.id = s.account_id
left join region_version v on v.id = (
    -- A region that is no more keeps the name and code that it had last.
    select n.id from region_version n where n.region_id = a.region_id
    order by case when n.valid_to is null then 1 else 0 end desc, n.valid_to desc limit 1
)
where s.token_hash = $1

select
    a.id, a.login, a.name, a.password_hash, a.role, v.code, v.full_name,
    a.active, a.must_change, a.created_at, a.password_at, a.signed_in_at, a.generation
from account a
left join region_version v on v.id = (
    -- A region that is no more keeps the name and code that it had last.
    select n.id from region_version n where n.region_id = a.region_id
    order by case when n.valid_to is null then 1 else 0 end desc, n.valid_to desc limit 1
)
where a.id = $1

with entry as (
    select region_id, name as text, folded_name as folded, 0 as alias
    from region_version where valid_to is null
    union all
    select region_id, alias, folded, 1 from region_alias
    union all
    select region_id, code, code, 1 from region_version where valid_to is not null
)
select v.region_id, v.code, v.level, v.full_name, p.full_name, e.text, e.folded, e.alias
from entry e
join region_version v on v.region_id = e.region_id and v.valid_to is null
left join region_version p on p.region_id = v.parent_id and p.valid_to is null
order by v.code, e.alias, e.text

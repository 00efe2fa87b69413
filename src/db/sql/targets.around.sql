with around as (
    select cast($1 as integer) as region_id
    union select cast($2 as integer)
    union select cast($3 as integer)
    union select region_id from region_version where parent_id = $1 and valid_to is null
)
select t.region_id, t.id, t.year, t.percent, t.basis, t.basis_text, s.authority, t.note, s.code
from around a
cross join target t
join source s on s.id = t.source_id
where t.region_id = a.region_id and t.percent is not null and t.ended_by is null
order by t.region_id, t.year, t.id

-- A region that is not there any more, and that rows of a batch are about.
with brought as (
    select region_id from observation where batch_id = $1
    union
    select region_id from decision where batch_id = $1
    union
    select region_id from target where batch_id = $1
    union
    select region_id from funding where batch_id = $1
    union
    select region_id from regulation where batch_id = $1
)
select f.code
from brought b
join region_version_former f on f.region_id = b.region_id
where not exists (
    select 1 from region_version v where v.region_id = b.region_id and v.valid_to is null
)
order by f.id desc
limit 1

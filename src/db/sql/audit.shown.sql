with different as (
    select region_id, segment_id, as_of from (select * from kept except select * from shown) more
    union
    select region_id, segment_id, as_of from (select * from shown except select * from kept) less
)
select coalesce(v.code, '?'), d.region_id, coalesce(g.code, '?'), d.as_of
from different d
left join region_version v on v.region_id = d.region_id and v.valid_to is null
left join segment g on g.id = d.segment_id
order by d.region_id, d.segment_id, d.as_of
limit 20

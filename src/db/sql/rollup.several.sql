with contested as (
    select region_id, segment_id, as_of
    from observation
    where region_id between $1 and $2 and as_of between $3 and $4
        and kind = 0 and precision <> 3 and ended_by is null
        and (active is not null or published_pct is not null)
    group by region_id, segment_id, as_of
    having count(*) > 1
)
select o.region_id, o.segment_id, o.as_of, o.precision, o.active, o.workforce, o.published_pct,
    o.rounded, o.source_id, s.code, s.published_on, s.authority
from contested k
cross join observation o
cross join source s
where o.region_id = k.region_id and o.segment_id = k.segment_id and o.as_of = k.as_of
    and o.kind = 0 and o.precision <> 3 and o.ended_by is null
    and (o.active is not null or o.published_pct is not null)
    and s.id = o.source_id
order by o.region_id, o.segment_id, o.as_of, o.precision, o.source_id

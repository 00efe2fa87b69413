-- What refers to regions that a batch brought, and that were not there before it.
with gone as (
    select v.region_id, v.code
    from region_version v
    where v.since = $1 and v.valid_to is null
        and not exists (
            select 1 from region_version_former f
            where f.region_id = v.region_id and f.ended_by = $1
        )
)
select g.code, 0, count(*) from gone g join observation t on t.region_id = g.region_id and t.ended_by is null
group by g.code
union all
select g.code, 1, count(*) from gone g join target t on t.region_id = g.region_id and t.ended_by is null
group by g.code
union all
select g.code, 2, count(*) from gone g join funding t on t.region_id = g.region_id and t.ended_by is null
group by g.code
union all
select g.code, 3, count(*) from gone g join regulation t on t.region_id = g.region_id and t.ended_by is null
group by g.code
union all
select g.code, 4, count(*) from gone g join decision t on t.region_id = g.region_id and t.ended_by is null
group by g.code
union all
select g.code, 5, count(*) from gone g join account t on t.region_id = g.region_id group by g.code
union all
select g.code, 6, count(*)
from gone g
join region_version t on t.parent_id = g.region_id and t.valid_to is null
where t.region_id not in (select region_id from gone)
group by g.code
order by 1, 2
limit 1

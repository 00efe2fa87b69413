select b.id, cast(b.row_count as bigint), cast(coalesce(sum(r.n), 0) as bigint)
from batch b
left join (
    select batch_id as id, count(*) as n from observation group by batch_id
    union all select ended_by, count(*) from observation group by ended_by
    union all select batch_id, count(*) from decision group by batch_id
    union all select ended_by, count(*) from decision group by ended_by
    union all select batch_id, count(*) from target group by batch_id
    union all select ended_by, count(*) from target group by ended_by
    union all select batch_id, count(*) from funding group by batch_id
    union all select ended_by, count(*) from funding group by ended_by
    union all select batch_id, count(*) from regulation group by batch_id
    union all select ended_by, count(*) from regulation group by ended_by
    union all select since, count(*) from source group by since
    union all select since, count(*) from source_former group by since
    union all select ended_by, count(*) from source_former group by ended_by
    union all select since, count(*) from region_version group by since
    union all select since, count(*) from region_version_former group by since
    union all select ended_by, count(*) from region_version_former group by ended_by
) r on r.id = b.id
group by b.id, b.row_count
having cast(b.row_count as bigint) <> cast(coalesce(sum(r.n), 0) as bigint)
order by b.id

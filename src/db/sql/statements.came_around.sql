-- One stretch of the key for each region. What names only its year is no figure of a month.
select o.region_id, o.as_of, s.published_on, b.committed_at, b.kind
from region_version v
cross join observation o
join batch b on b.id = o.batch_id
join source s on s.id = o.source_id
where (v.region_id = $1 or v.parent_id = $1) and v.valid_to is null
    and o.region_id = v.region_id and o.segment_id = $2 and o.as_of between $3 and $4
    and o.kind = 0 and o.precision < 2
    and (o.active is not null or o.published_pct is not null)
order by o.region_id, o.as_of, o.batch_id, o.source_id, o.precision

-- One stretch of the key for each region. A base that stands alone is no figure, and no row of the rollup.
select o.region_id, o.as_of, o.precision, o.workforce, o.rounded
from region_version v
cross join observation o
where (v.region_id = $1 or v.parent_id = $1) and v.valid_to is null
    and o.region_id = v.region_id and o.segment_id = $2 and o.as_of between $3 and $4
    and o.kind = 0 and o.precision <> 3 and o.ended_by is null
    and o.active is null and o.published_pct is null and o.workforce is not null
order by o.region_id, o.as_of, o.precision, o.source_id

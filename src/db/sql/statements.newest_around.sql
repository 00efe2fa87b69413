-- One seek for each region and segment.
select o.region_id, o.segment_id, o.kind, o.as_of, o.precision, o.active, o.workforce,
    o.published_pct, o.uncovered, o.rounded, o.rank, o.rank_of, o.source_id, o.note, o.batch_id
from region_version v
cross join segment g
cross join observation o
where (v.region_id = $1 or v.parent_id = $1) and v.valid_to is null
    and o.region_id = v.region_id and o.segment_id = g.id
    and o.as_of = (
        select max(l.as_of) from shown l
        where l.segment_id = g.id and l.region_id = v.region_id and l.as_of <= $2
            and l.statements > 0
    )
    and o.kind = 0 and o.precision <> 3 and o.ended_by is null
    and (o.active is not null or o.published_pct is not null)
order by o.region_id, o.segment_id, o.source_id, o.precision

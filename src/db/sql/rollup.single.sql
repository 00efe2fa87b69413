-- Statements that nothing competes with: no choice to make. The neighbours lie beside them in the
-- key, so that looking for one costs less than grouping all rows.
insert into shown (segment_id, region_id, as_of, precision, active, workforce, published_pct,
    rounded, source_id, statements, disputed, parts_reported, parts_counted, parts_rounded)
select o.segment_id, o.region_id, o.as_of, o.precision, o.active, o.workforce, o.published_pct,
    o.rounded, o.source_id, 1, false, 0, 0, false
from observation o
where o.region_id between $1 and $2 and o.as_of between $3 and $4
    and o.kind = 0 and o.precision <> 3 and o.ended_by is null
    and (o.active is not null or o.published_pct is not null)
    and not exists (
        select 1 from observation n
        where n.region_id = o.region_id and n.segment_id = o.segment_id and n.as_of = o.as_of
            and (n.source_id <> o.source_id or n.precision <> o.precision)
            and n.kind = 0 and n.precision <> 3 and n.ended_by is null
            and (n.active is not null or n.published_pct is not null)
    )

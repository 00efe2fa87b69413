-- The chosen ones stand there already, so what is left has nothing to compete with. The cross joins
-- fix the order of the loops: rows come in the order of the key they are inserted by.
insert into shown (segment_id, region_id, as_of, precision, active, workforce, published_pct,
    rounded, source_id, statements, disputed, parts_reported, parts_counted, parts_rounded)
select o.segment_id, o.region_id, o.as_of, o.precision, o.active, o.workforce, o.published_pct,
    o.rounded, o.source_id, 1, false, 0, 0, false
from segment g
cross join region r
cross join observation o
where r.id between $1 and $2
    and o.region_id = r.id and o.segment_id = g.id and o.as_of between $3 and $4
    and o.kind = 0 and o.precision <> 3 and o.ended_by is null
    and (o.active is not null or o.published_pct is not null)
on conflict (segment_id, region_id, as_of) do nothing

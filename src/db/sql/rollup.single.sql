-- Keys with one statement: nothing to choose. min() only picks the one value there is.
insert into shown (segment_id, region_id, as_of, precision, active, workforce, published_pct,
    rounded, source_id, statements, disputed, parts_reported, parts_counted, parts_rounded)
select segment_id, region_id, as_of, min(precision), min(active), min(workforce),
    min(published_pct), min(case when rounded then 1 else 0 end) = 1, min(source_id), 1, false,
    0, 0, false
from observation
where region_id between $1 and $2 and as_of between $3 and $4
    and kind = 0 and precision <> 3 and ended_by is null
    and (active is not null or published_pct is not null)
group by region_id, segment_id, as_of
having count(*) = 1

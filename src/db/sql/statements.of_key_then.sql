-- Those that competed once a batch had been written.
select region_id, segment_id, kind, as_of, precision, active, workforce, published_pct, uncovered,
    rounded, rank, rank_of, source_id, note, batch_id
from observation
where region_id = $1 and segment_id = $2 and as_of = $3
    and kind = 0 and precision <> 3 and batch_id <= $4 and (ended_by is null or ended_by > $4)
    and (active is not null or published_pct is not null)
order by source_id, precision

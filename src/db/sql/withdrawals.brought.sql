select region_id, segment_id, kind, as_of, precision, active, workforce, published_pct, uncovered,
    rounded, rank, rank_of, source_id, note, batch_id
from observation
where batch_id = $1 and ended_by is null
order by region_id, segment_id, as_of, precision, kind, source_id

select s.newest_total, (
        select max(d.as_of) from shown_date d
        join segment g on g.id = d.segment_id
        where g.code = 'total' and d.coverages > 0
    ),
    s.version, (select coalesce(max(id), 0) from batch)
from data_state s

update data_state set
    version = $1,
    stamp = $2,
    newest_total = (
        select max(d.as_of) from shown_date d
        join segment g on g.id = d.segment_id
        where g.code = 'total' and d.coverages > 0
    )

-- What a batch ended, unless a later batch has decided about the same since, or has ended what this one
-- decided instead.
select d.region_id, d.segment_id, d.as_of, d.chosen_source_id, d.reason
from decision d
where d.ended_by = $1
    and not exists (
        select 1 from decision l
        where l.region_id = d.region_id and l.segment_id = d.segment_id and l.as_of = d.as_of
            and (l.batch_id > $1 or (l.batch_id = $1 and l.ended_by is not null))
    )
order by d.id

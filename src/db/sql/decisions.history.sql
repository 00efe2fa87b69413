-- The newest first, each with the batch that brought it and the one that ended it.
select d.id, d.chosen_source_id, d.reason,
    b.id, b.who, b.committed_at,
    e.id, e.who, e.committed_at, e.note
from decision d
join batch b on b.id = d.batch_id
left join batch e on e.id = d.ended_by
where d.region_id = $1 and d.segment_id = $2 and d.as_of = $3
order by d.id desc

-- What taking a batch back would do, as withdrawals.brought and withdrawals.replaced say it; the last
-- number is the last batch that replaced some of it.
with again as ({again})
select
    (select count(*) from observation where batch_id = $1 and ended_by is null)
        + (select count(*) from again),
    (select count(*) from observation o where o.ended_by = $1 and (not exists (
        select 1 from observation l
        where l.region_id = o.region_id and l.segment_id = o.segment_id and l.as_of = o.as_of
            and l.precision = o.precision and l.kind = o.kind and l.source_id = o.source_id
            and (l.batch_id > $1 or (l.batch_id = $1 and l.ended_by is not null))
    ) or exists (
        select 1 from again a
        where a.region_id = o.region_id and a.segment_id = o.segment_id and a.as_of = o.as_of
            and a.precision = o.precision and a.kind = o.kind and a.source_id = o.source_id
    ))),
    (select count(*) from observation where batch_id = $1 and ended_by is not null)
        - (select count(*) from again),
    (select count(*) from decision where batch_id = $1 and ended_by is null),
    (select count(*) from decision d where d.ended_by = $1 and not exists (
        select 1 from decision l
        where l.region_id = d.region_id and l.segment_id = d.segment_id and l.as_of = d.as_of
            and (l.batch_id > $1 or (l.batch_id = $1 and l.ended_by is not null))
    )),
    (select coalesce(max(ended_by), 0) from (
        select ended_by from observation where batch_id = $1 and ended_by is not null
        union all
        select ended_by from decision where batch_id = $1 and ended_by is not null
    ) t)

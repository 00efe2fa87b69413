-- Postgres finds a view before the table it hides: what reads a table comes first.
create temp table counted as
select source_id, sum(gained) as gained
from (
    select source_id, -1 as gained from {main}observation
    where batch_id > {version} and ended_by is null
    union all
    select source_id, 1 from {main}observation
    where ended_by > {version} and batch_id <= {version}
) t
group by source_id;
create temp view observation as
select region_id, segment_id, as_of, precision, kind, source_id, batch_id, active, workforce,
    published_pct, uncovered, rounded, rank, rank_of, note,
    case when ended_by <= {version} then ended_by end as ended_by
from {main}observation
-- With those that had ended by then: their history is shown.
where batch_id <= {version};
create temp view decision as
select id, region_id, segment_id, as_of, chosen_source_id, reason, batch_id,
    case when ended_by <= {version} then ended_by end as ended_by
from {main}decision
where batch_id <= {version};
create temp view target as
select id, region_id, year, percent, workers, basis, basis_text, source_id, note, batch_id,
    case when ended_by <= {version} then ended_by end as ended_by
from {main}target
where batch_id <= {version};
create temp view funding as
select id, region_id, period, kind, payer, payer_text, beneficiaries, workers, amount_rp, program,
    cases, source_id, note, batch_id, case when ended_by <= {version} then ended_by end as ended_by
from {main}funding
where batch_id <= {version};
create temp view regulation as
select id, region_id, kind_code, kind, number, year, meaning, source_id, batch_id,
    case when ended_by <= {version} then ended_by end as ended_by
from {main}regulation
where batch_id <= {version};
create temp table source as
select s.id, s.code, s.publisher, s.title, s.published_on, s.url, s.authority, s.since,
    cast(coalesce(t.statements, 0) + coalesce(c.gained, 0) as integer) as statements
from (
    select id, code, publisher, title, published_on, url, authority, since
    from {main}source
    where since <= {version}
    union all
    select id, code, publisher, title, published_on, url, authority, since
    from {main}source_former
    where since <= {version} and ended_by > {version}
) s
left join {main}source t on t.id = s.id
left join counted c on c.source_id = s.id;
create unique index {temp}source_then on source (id);
create temp view source_former as
select * from {main}source_former where ended_by <= {version};
create temp view batch as
select * from {main}batch where id <= {version};
create temp table touched (
    region_id integer not null primary key,
    from_day date not null,
    to_day date not null
);
create temp table redone as select * from {main}shown where 1 = 0;
create unique index redone_once on redone (segment_id, region_id, as_of);
create temp view shown as
select s.*
from {main}shown s
where not exists (
    select 1 from touched t
    where t.region_id = s.region_id and s.as_of between t.from_day and t.to_day
)
union all
select * from redone

-- What was brought in and what has ended since, as one table: that of today holds neither.
select t.id, t.code, t.publisher, t.title, t.published_on, t.url, t.authority
from (
    select id, code, publisher, title, published_on, url, authority, since as batch_id,
        cast(null as integer) as ended_by
    from source
    union all
    select id, code, publisher, title, published_on, url, authority, since, ended_by
    from source_former
) t
where {which}
order by t.code, t.id

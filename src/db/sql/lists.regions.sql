-- What was brought in and what has ended since, as one table: that of today holds neither.
select t.id, t.code, t.name, t.full_name, t.kind, t.legal_basis, t.valid_from
from (
    select id, code, name, full_name, kind, legal_basis, valid_from, valid_to, since as batch_id,
        cast(null as integer) as ended_by
    from region_version
    union all
    select id, code, name, full_name, kind, legal_basis, valid_from, valid_to, since, ended_by
    from region_version_former
) t
where t.valid_to is null and {which}
order by t.code, t.id

-- What a batch ended of sources that are not there any more.
select f.id
from source_former f
where f.ended_by = $1
    and not exists (select 1 from source s where s.id = f.id or s.code = f.code)
order by f.id

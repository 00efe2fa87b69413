insert into source (id, code, publisher, title, published_on, url, authority, since)
select id, code, publisher, title, published_on, url, authority, cast($3 as integer)
from source_former
where id = $1 and ended_by = $2

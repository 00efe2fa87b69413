insert into source_former (id, code, publisher, title, published_on, url, authority, since, ended_by)
select id, code, publisher, title, published_on, url, authority, since, cast($2 as integer)
from source
where id = $1

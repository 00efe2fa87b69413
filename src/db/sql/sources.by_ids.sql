select id, code, publisher, title, published_on, url, authority
from source
where id in ($1, $2, $3, $4, $5, $6, $7, $8)

select id, code, publisher, title, published_on, url, authority
from source
where id = $1

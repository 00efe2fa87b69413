select id, code, publisher, title, published_on, url, authority
from source
order by publisher, code

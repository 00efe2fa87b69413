insert into source (id, code, publisher, title, published_on, url, authority, since)
values ($1, $2, $3, $4, $5, $6, $7, $8)

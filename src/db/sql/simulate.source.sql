insert into source (id, code, publisher, title, published_on, url, authority)
values ($1, $2, 'Simulasi', $3, '', '', $4)

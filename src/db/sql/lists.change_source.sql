update source set publisher = $2, title = $3, published_on = $4, url = $5, authority = $6,
    since = $7
where id = $1

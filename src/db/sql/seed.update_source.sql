-- What users have changed since stays.
update source set publisher = $1, title = $2, published_on = $3, url = $4, authority = $5
where id = $6 and since = 0

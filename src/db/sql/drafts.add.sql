insert into draft (id, account_id, created_at, file_name, sha256, size, bytes, kind)
values ($1, $2, $3, $4, $5, $6, $7, $8)

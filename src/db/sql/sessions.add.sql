insert into session (token_hash, account_id, generation, created_at, seen_at, expires_at, address,
    agent)
values ($1, $2, $3, $4, $4, $5, $6, $7)

insert into audit (id, at, account_id, who, role, act, subject, old_value, new_value, address,
    request_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

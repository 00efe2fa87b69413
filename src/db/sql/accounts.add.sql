insert into account (id, login, name, password_hash, role, region_id, active, must_change,
    created_at, password_at, generation)
values ($1, $2, $3, $4, $5, $6, true, $7, $8, $8, 1)

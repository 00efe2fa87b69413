select count(*) from account where id <> $1 and role = 'admin' and active = $2

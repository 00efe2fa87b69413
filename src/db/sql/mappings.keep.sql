insert into mapping (source_id, answers, who, kept_at)
select id, $2, $3, $4 from source where code = $1
on conflict (source_id) do update
set answers = excluded.answers, who = excluded.who, kept_at = excluded.kept_at

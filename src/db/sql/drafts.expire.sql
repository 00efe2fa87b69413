delete from draft
where kind = 'import' and proposed_at is null
    and created_at < $1 and changed_at < $1 and (returned_at is null or returned_at < $1)

select id, account_id, created_at, file_name, sha256, size, stated, kind, changed_at, proposed_at,
    effect, digest, returned_at, returned_by, return_reason
from draft
where proposed_at is not null
order by proposed_at, id

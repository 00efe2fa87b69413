update draft set proposed_at = $1, effect = $2, digest = $3,
    returned_at = null, returned_by = '', return_reason = ''
where id = $4 and proposed_at is null

update draft set proposed_at = null, returned_at = $1, returned_by = $2, return_reason = $3
where id = $4 and proposed_at = $5

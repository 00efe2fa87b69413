select id, kind, title, file_name, sha256, who, committed_at, note, row_count
from batch
where id = $1

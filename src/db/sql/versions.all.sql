select id, kind, title, file_name, sha256, who, committed_at, note, row_count
from batch
order by id desc

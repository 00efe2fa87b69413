select id, kind, title, file_name, sha256, who, committed_at, note, row_count,
    file_rows, takes_back, contents
from batch
order by id desc

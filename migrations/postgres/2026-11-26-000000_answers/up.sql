-- What was said by hand about a file that went in: rows left out, cells written anew, accepted warnings.
alter table batch_file add column answers text not null default '';
-- The highest number that a draft ever had: none is used again.
alter table data_state add column last_draft integer not null default 0 check (last_draft >= 0);
update data_state set last_draft = (select coalesce(max(id), 0) from draft);

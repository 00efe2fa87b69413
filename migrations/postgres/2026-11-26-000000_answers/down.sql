alter table data_state drop column last_draft;
alter table batch_file drop column answers;

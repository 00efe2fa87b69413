alter table batch drop column file_rows;
drop index batch_takes_back;
alter table batch drop column takes_back;

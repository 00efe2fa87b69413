drop table batch_file;
drop table draft;

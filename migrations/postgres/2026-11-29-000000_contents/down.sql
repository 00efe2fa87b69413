alter table batch drop column contents;

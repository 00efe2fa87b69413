alter table source drop column since;

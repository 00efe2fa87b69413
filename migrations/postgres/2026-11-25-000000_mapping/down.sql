drop table mapping;

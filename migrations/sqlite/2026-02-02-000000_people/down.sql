drop table audit;
drop table session;
drop table account;

drop table audit;
drop function audit_never_changed;
drop table session;
drop table account;

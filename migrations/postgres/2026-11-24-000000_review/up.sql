-- Changes that wait for a second person: files, decisions between sources, withdrawals.
alter table draft add column kind text not null default 'import'
    check (kind in ('import', 'decision', 'withdrawal'));
-- When something was last said about it; 0: never.
alter table draft add column changed_at bigint not null default 0 check (changed_at >= 0);
-- When it was put before the second person, and what it would have changed then.
alter table draft add column proposed_at bigint check (proposed_at >= 0);
alter table draft add column effect text not null default '';
alter table draft add column digest text not null default '';
-- When and why it was given back.
alter table draft add column returned_at bigint check (returned_at >= 0);
alter table draft add column returned_by text not null default '';
alter table draft add column return_reason text not null default '';
create index draft_proposed on draft (proposed_at) where proposed_at is not null;

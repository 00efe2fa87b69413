-- People who work with the data: accounts, sessions, and what they did. Times are seconds of Unix.

create table account (
    id            integer not null primary key,
    login         text    not null unique
                  check (length(login) between 3 and 100 and login = lower(login)),
    name          text    not null check (length(name) between 1 and 100),
    password_hash text    not null check (password_hash like '$argon2id$%'),
    role          text    not null check (role in ('admin', 'editor_pusat', 'editor_daerah',
                      'pemeriksa', 'pembaca')),
    region_id     integer references region (id),
    active        integer not null check (active in (0, 1)),
    -- The password was set by somebody else, who therefore knows it.
    must_change   integer not null check (must_change in (0, 1)),
    created_at    integer not null check (created_at > 0),
    password_at   integer not null check (password_at > 0),
    signed_in_at  integer check (signed_in_at > 0),
    -- Goes up when all sessions of the account end.
    generation    integer not null check (generation > 0),
    check ((role = 'editor_daerah') = (region_id is not null))
) strict;
create index account_region on account (region_id);

-- Whoever reads this table cannot take a session over: the token itself is not in it.
create table session (
    token_hash text    not null primary key check (length(token_hash) = 64),
    account_id integer not null references account (id),
    generation integer not null,
    created_at integer not null check (created_at > 0),
    seen_at    integer not null check (seen_at >= created_at),
    expires_at integer not null check (expires_at > created_at),
    address    text    not null check (length(address) <= 50),
    agent      text    not null check (length(agent) <= 300)
) strict, without rowid;
create index session_account on session (account_id);

-- Names and roles stand here as they were. Nothing in it is ever changed or removed.
create table audit (
    id         integer not null primary key,
    at         integer not null check (at > 0),
    account_id integer references account (id),
    who        text    not null check (who <> ''),
    role       text    not null check (role in ('', 'admin', 'editor_pusat', 'editor_daerah',
                   'pemeriksa', 'pembaca')),
    act        text    not null check (act <> ''),
    subject    text    not null,
    old_value  text    not null,
    new_value  text    not null,
    address    text    not null,
    request_id text    not null
) strict;
create index audit_account on audit (account_id);

create trigger audit_never_changed before update on audit
begin
    select raise(abort, 'audit entries are never changed');
end;
create trigger audit_never_removed before delete on audit
begin
    select raise(abort, 'audit entries are never removed');
end;
-- `insert or replace` removes a row without asking the trigger above.
create trigger audit_never_replaced before insert on audit
when exists (select 1 from audit where id = new.id)
begin
    select raise(abort, 'audit entries are never replaced');
end;

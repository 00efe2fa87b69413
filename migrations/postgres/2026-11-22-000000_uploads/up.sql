-- Files on their way in, and files that went in, as they were uploaded.

create table draft (
    id         integer not null primary key,
    account_id integer not null references account (id),
    created_at bigint  not null check (created_at >= 0),
    file_name  text    not null,
    sha256     text    not null check (length(sha256) = 64),
    size       integer not null check (size >= 0),
    bytes      bytea   not null,
    stated     text    not null default ''
);
create index draft_account on draft (account_id);

create table batch_file (
    batch_id integer not null primary key references batch (id),
    bytes    bytea   not null
);

-- How the files of a source were read last: the answers that somebody gave by hand.

create table mapping (
    source_id integer not null primary key references source (id),
    answers   text    not null check (answers <> ''),
    who       text    not null,
    kept_at   integer not null check (kept_at >= 0)
) strict;

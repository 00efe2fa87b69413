-- Lists of regions and sources that users bring in. What they replace or end moves to a table of its
-- own, as it was, so that the tables of today stay what they are and past versions can be read.

-- The data version with which a region was called so; 0: it was there from the start.
alter table region_version add column since integer not null default 0 check (since >= 0);
create index region_version_since on region_version (since);

create table region_version_former (
    id          integer not null primary key,
    region_id   integer not null references region (id),
    code        text collate "C" not null check (length(code) in (2, 5, 8, 13)),
    name        text    not null check (name <> ''),
    full_name   text    not null check (full_name <> ''),
    folded_name text    not null check (folded_name <> ''),
    kind        text    not null check (kind in ('nation', 'province', 'kabupaten', 'kota',
                    'kabupaten_adm', 'kota_adm', 'kecamatan', 'kelurahan', 'desa')),
    level       smallint not null check (level between 0 and 4),
    parent_id   integer references region (id),
    valid_from  date,
    valid_to    date,
    legal_basis text    not null,
    kecamatan   integer check (kecamatan >= 0),
    kelurahan   integer check (kelurahan >= 0),
    desa        integer check (desa >= 0),
    since       integer not null check (since >= 0),
    ended_by    integer not null references batch (id) check (ended_by > since)
);
create index region_version_former_region on region_version_former (region_id);
create index region_version_former_parent on region_version_former (parent_id);
create index region_version_former_since on region_version_former (since);
create index region_version_former_ended_by on region_version_former (ended_by);

create index source_since on source (since);

create table source_former (
    id           integer not null,
    code         text collate "C" not null check (code <> ''),
    publisher    text    not null,
    title        text    not null,
    published_on text    not null check (length(published_on) in (0, 4, 7, 10)),
    url          text    not null,
    authority    smallint not null check (authority between 0 and 6),
    since        integer not null check (since >= 0),
    ended_by     integer not null references batch (id) check (ended_by > since),
    primary key (id, since)
);
create index source_former_since on source_former (since);
create index source_former_ended_by on source_former (ended_by);

-- A source that came with figures counts among the rows of its batch.
update batch set row_count = row_count + (select count(*) from source where since = batch.id);

-- The first schema. What the codes mean: migrations/README.md.

create table region (
    id integer not null primary key,
    parts integer not null default 0 check (parts >= 0)
);

create table region_version (
    id integer not null primary key,
    region_id integer not null references region (id),
    code text collate "C" not null check (length(code) in (2, 5, 8, 13)),
    name text not null check (name <> ''),
    full_name text not null check (full_name <> ''),
    folded_name text not null check (folded_name <> ''),
    kind text not null check (kind in ('nation', 'province', 'kabupaten', 'kota',
                    'kabupaten_adm', 'kota_adm', 'kecamatan', 'kelurahan', 'desa')),
    level smallint not null check (level between 0 and 4),
    parent_id integer references region (id),
    valid_from date,
    valid_to date,
    legal_basis text not null default '',
    kecamatan integer check (kecamatan >= 0),
    kelurahan integer check (kelurahan >= 0),
    desa integer check (desa >= 0),
    check (valid_from is null or valid_to is null or valid_from < valid_to),
    check ((level = 0) = (parent_id is null))
);
create unique index region_version_current on region_version (region_id) where valid_to is null;
create unique index region_version_current_code on region_version (code) where valid_to is null;
create index region_version_current_level on region_version (level, code) where valid_to is null;
create index region_version_region on region_version (region_id);
create index region_version_parent on region_version (parent_id, region_id);
create index region_version_code on region_version (code);

create table region_succession (
    old_id integer not null references region (id),
    new_id integer not null references region (id),
    kind text not null check (kind in ('split', 'merge')),
    effective date not null,
    legal_basis text not null,
    primary key (old_id, new_id, effective)
);
create index region_succession_new on region_succession (new_id);

create table region_alias (
    region_id integer not null references region (id),
    alias text collate "C" not null check (alias <> ''),
    folded text not null check (folded <> ''),
    kind text not null check (kind in ('former', 'spelling', 'short', 'english', 'kind')),
    primary key (region_id, alias)
);

create table bps_code (
    region_id integer not null primary key references region (id),
    code text collate "C" not null unique check (length(code) in (2, 4))
);

create table segment (
    id integer not null primary key,
    code text collate "C" not null unique check (code <> ''),
    name text not null check (name <> ''),
    base text not null,
    counting text not null check (counting in ('nik', 'tempat_daftar', 'proyek', 'lain')),
    parent_id integer references segment (id)
);
create index segment_parent on segment (parent_id);

create table source (
    id integer not null primary key,
    code text collate "C" not null unique check (code <> ''),
    publisher text not null,
    title text not null,
    published_on text not null check (length(published_on) in (0, 4, 7, 10)),
    url text not null,
    authority smallint not null check (authority between 0 and 6),
    statements integer not null default 0 check (statements >= 0)
);

create table batch (
    id integer not null primary key,
    kind text not null check (kind in ('release', 'simulation', 'import', 'manual')),
    title text not null,
    file_name text not null default '',
    sha256 text not null default '' check (length(sha256) in (0, 64)),
    who text not null default '',
    committed_at text not null
        default (to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
    note text not null default '',
    row_count integer not null default 0 check (row_count >= 0)
);

create table observation (
    region_id integer not null references region (id),
    segment_id integer not null references segment (id),
    as_of date not null,
    precision smallint not null check (precision between 0 and 3),
    kind smallint not null check (kind between 0 and 5),
    source_id integer not null references source (id),
    batch_id integer not null references batch (id),
    active bigint check (active >= 0),
    workforce bigint check (workforce >= 0),
    published_pct integer check (published_pct between 0 and 100000000),
    uncovered bigint check (uncovered >= 0),
    rounded boolean not null,
    rank integer check (rank >= 1),
    rank_of integer check (rank_of >= rank),
    note text not null default '',
    ended_by integer references batch (id) check (ended_by > batch_id),
    check ((precision = 3) = (as_of = '0001-01-01')),
    check (coalesce(active, workforce, published_pct, uncovered, rank) is not null),
    primary key (region_id, segment_id, as_of, precision, kind, source_id, batch_id)
);
create index observation_batch on observation (batch_id);
create index observation_ended_by on observation (ended_by) where ended_by is not null;

create table decision (
    id integer not null primary key,
    region_id integer not null references region (id),
    segment_id integer not null references segment (id),
    as_of date not null,
    chosen_source_id integer not null references source (id),
    reason text not null,
    batch_id integer not null references batch (id),
    ended_by integer references batch (id) check (ended_by > batch_id)
);
create unique index decision_current on decision (region_id, segment_id, as_of)
    where ended_by is null;
create index decision_region on decision (region_id);
create index decision_segment on decision (segment_id);
create index decision_source on decision (chosen_source_id);
create index decision_batch on decision (batch_id);
create index decision_ended_by on decision (ended_by);

create table target (
    id integer not null primary key,
    region_id integer not null references region (id),
    year integer not null check (year between 2000 and 2199),
    percent integer check (percent between 0 and 1000000),
    workers bigint check (workers >= 0),
    basis text not null check (basis in ('kemendagri', 'rpjmn', 'rkp', 'rpjpn', 'rpjmd',
                   'daerah', 'lain', 'rpjpd')),
    basis_text text not null,
    source_id integer not null references source (id),
    note text not null,
    batch_id integer not null references batch (id),
    ended_by integer references batch (id) check (ended_by > batch_id)
);
create index target_region on target (region_id);
create index target_source on target (source_id);
create index target_batch on target (batch_id);
create index target_ended_by on target (ended_by);

create table funding (
    id integer not null primary key,
    region_id integer not null references region (id),
    period text not null check (length(period) in (0, 4, 7, 10)),
    kind text not null check (kind in ('workers_covered', 'workers_planned', 'budget',
                   'spent', 'need', 'benefit_paid', 'benefit_claims', 'arrears_recovered')),
    payer text not null check (payer in ('apbd_prov', 'apbd_kab', 'apbdes', 'dana_desa',
                   'bkk', 'dbh_sawit', 'dbh_cht', 'csr', 'zis', 'swadaya', 'bpjs', 'campuran',
                   'lain')),
    payer_text text not null,
    beneficiaries text not null,
    workers bigint check (workers >= 0),
    amount_rp bigint check (amount_rp >= 0),
    program text not null,
    cases integer check (cases >= 0),
    source_id integer not null references source (id),
    note text not null,
    batch_id integer not null references batch (id),
    ended_by integer references batch (id) check (ended_by > batch_id)
);
create index funding_region on funding (region_id);
create index funding_source on funding (source_id);
create index funding_batch on funding (batch_id);
create index funding_ended_by on funding (ended_by);

create table regulation (
    id integer not null primary key,
    region_id integer not null references region (id),
    kind_code text not null check (kind_code in ('uu', 'pp', 'perpres', 'inpres', 'permen',
                  'pmk', 'perda', 'pergub', 'perbup', 'perwali', 'instruksi', 'se', 'surat', 'sk',
                  'mou', 'fatwa', 'lain')),
    kind text not null,
    number text not null,
    year integer check (year between 1945 and 2199),
    meaning text not null,
    source_id integer not null references source (id),
    batch_id integer not null references batch (id),
    ended_by integer references batch (id) check (ended_by > batch_id)
);
create index regulation_region on regulation (region_id);
create index regulation_source on regulation (source_id);
create index regulation_batch on regulation (batch_id);
create index regulation_ended_by on regulation (ended_by);

-- The rollup: derived from observation and decision, written by db::rollup only. It has no foreign
-- keys, because every key in it comes from a checked row.
create table shown (
    segment_id integer not null,
    region_id integer not null,
    as_of date not null,
    precision smallint not null check (precision between 0 and 2),
    active bigint,
    workforce bigint,
    published_pct integer,
    rounded boolean not null,
    source_id integer,
    statements integer not null,
    disputed boolean not null,
    parts_reported integer not null,
    parts_counted integer not null,
    parts_active bigint,
    parts_workforce bigint,
    parts_rounded boolean not null,
    primary key (segment_id, region_id, as_of)
);
create index shown_disputed on shown (segment_id, region_id, as_of) where disputed;

create table data_state (
    id integer not null primary key check (id = 1),
    version integer not null,
    -- A random number, new with each batch: tells apart databases that count alike.
    stamp bigint not null default 0,
    newest_total date,
    simulated boolean not null,
    release integer not null,
    release_hash text not null
);
insert into data_state (id, version, newest_total, simulated, release, release_hash)
    values (1, 0, null, false, 0, '');

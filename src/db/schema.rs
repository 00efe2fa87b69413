//! The tables as diesel writes them. Reading statements stand in `sql/`.

diesel::table! {
    region (id) {
        id -> Integer,
        parts -> Integer,
    }
}

diesel::table! {
    region_version (id) {
        id -> Integer,
        region_id -> Integer,
        code -> Text,
        name -> Text,
        full_name -> Text,
        folded_name -> Text,
        kind -> Text,
        level -> SmallInt,
        parent_id -> Nullable<Integer>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        legal_basis -> Text,
        kecamatan -> Nullable<Integer>,
        kelurahan -> Nullable<Integer>,
        desa -> Nullable<Integer>,
        since -> Integer,
    }
}

diesel::table! {
    region_succession (old_id, new_id, effective) {
        old_id -> Integer,
        new_id -> Integer,
        kind -> Text,
        effective -> Date,
        legal_basis -> Text,
    }
}

diesel::table! {
    region_alias (region_id, alias) {
        region_id -> Integer,
        alias -> Text,
        folded -> Text,
        kind -> Text,
    }
}

diesel::table! {
    bps_code (region_id) {
        region_id -> Integer,
        code -> Text,
    }
}

diesel::table! {
    segment (id) {
        id -> Integer,
        code -> Text,
        name -> Text,
        base -> Text,
        counting -> Text,
        parent_id -> Nullable<Integer>,
    }
}

diesel::table! {
    source (id) {
        id -> Integer,
        code -> Text,
        publisher -> Text,
        title -> Text,
        published_on -> Text,
        url -> Text,
        authority -> SmallInt,
    }
}

diesel::table! {
    observation (region_id, segment_id, as_of, precision, kind, source_id, batch_id) {
        region_id -> Integer,
        segment_id -> Integer,
        as_of -> Date,
        precision -> SmallInt,
        kind -> SmallInt,
        source_id -> Integer,
        batch_id -> Integer,
        active -> Nullable<BigInt>,
        workforce -> Nullable<BigInt>,
        published_pct -> Nullable<Integer>,
        uncovered -> Nullable<BigInt>,
        rounded -> Bool,
        rank -> Nullable<Integer>,
        rank_of -> Nullable<Integer>,
        note -> Text,
        ended_by -> Nullable<Integer>,
    }
}

diesel::table! {
    decision (id) {
        id -> Integer,
        region_id -> Integer,
        segment_id -> Integer,
        as_of -> Date,
        chosen_source_id -> Integer,
        reason -> Text,
        batch_id -> Integer,
    }
}

diesel::table! {
    target (id) {
        id -> Integer,
        region_id -> Integer,
        year -> Integer,
        percent -> Nullable<Integer>,
        workers -> Nullable<BigInt>,
        basis -> Text,
        basis_text -> Text,
        source_id -> Integer,
        note -> Text,
        batch_id -> Integer,
    }
}

diesel::table! {
    funding (id) {
        id -> Integer,
        region_id -> Integer,
        period -> Text,
        kind -> Text,
        payer -> Text,
        payer_text -> Text,
        beneficiaries -> Text,
        workers -> Nullable<BigInt>,
        amount_rp -> Nullable<BigInt>,
        program -> Text,
        cases -> Nullable<Integer>,
        source_id -> Integer,
        note -> Text,
        batch_id -> Integer,
    }
}

diesel::table! {
    regulation (id) {
        id -> Integer,
        region_id -> Integer,
        kind_code -> Text,
        kind -> Text,
        number -> Text,
        year -> Nullable<Integer>,
        meaning -> Text,
        source_id -> Integer,
        batch_id -> Integer,
    }
}

// Without the sums of the parts, which SQL alone writes: diesel ends at 16 columns.
diesel::table! {
    shown (segment_id, region_id, as_of) {
        segment_id -> Integer,
        region_id -> Integer,
        as_of -> Date,
        precision -> SmallInt,
        active -> Nullable<BigInt>,
        workforce -> Nullable<BigInt>,
        published_pct -> Nullable<Integer>,
        rounded -> Bool,
        source_id -> Nullable<Integer>,
        statements -> Integer,
        disputed -> Bool,
        parts_reported -> Integer,
        parts_counted -> Integer,
        parts_rounded -> Bool,
    }
}

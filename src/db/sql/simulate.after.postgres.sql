alter table observation
    add primary key (region_id, segment_id, as_of, precision, kind, source_id, batch_id);
-- The rollup is planned by it.
analyze observation;

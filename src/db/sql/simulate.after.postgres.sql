alter table observation
    add primary key (region_id, segment_id, as_of, precision, kind, source_id, batch_id);
alter table observation
    add foreign key (region_id) references region (id),
    add foreign key (segment_id) references segment (id),
    add foreign key (source_id) references source (id),
    add foreign key (batch_id) references batch (id);
-- The rollup is planned by it.
analyze observation;

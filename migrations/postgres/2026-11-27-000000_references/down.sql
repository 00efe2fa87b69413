drop trigger observation_ended_by on batch;
drop trigger observation_batch_id on batch;
drop trigger observation_source_id on source;
drop trigger observation_segment_id on segment;
drop trigger observation_region_id on region;
drop function observation_referred;
drop trigger observation_refers_updated on observation;
drop trigger observation_refers_inserted on observation;
drop function observation_refers;
alter table observation
    add foreign key (region_id) references region (id),
    add foreign key (segment_id) references segment (id),
    add foreign key (source_id) references source (id),
    add foreign key (batch_id) references batch (id),
    add foreign key (ended_by) references batch (id);

create index observation_segment on observation (segment_id);
create index observation_source on observation (source_id);
create index observation_batch on observation (batch_id);

drop index observation_segment;
drop index observation_source;
drop index observation_batch;

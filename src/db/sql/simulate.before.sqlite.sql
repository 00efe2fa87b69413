drop index observation_batch;

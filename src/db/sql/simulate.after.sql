create index observation_batch on observation (batch_id);

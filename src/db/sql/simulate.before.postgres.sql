drop index observation_batch;
alter table observation
    drop constraint observation_region_id_fkey,
    drop constraint observation_segment_id_fkey,
    drop constraint observation_source_id_fkey,
    drop constraint observation_batch_id_fkey;

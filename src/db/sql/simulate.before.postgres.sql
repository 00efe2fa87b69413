-- Room for sorting and hashing; for this transaction only.
set local work_mem = '96MB';
set local maintenance_work_mem = '256MB';
set local jit = off;
drop index observation_batch;
alter table observation drop constraint observation_pkey;

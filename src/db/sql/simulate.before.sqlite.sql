-- Room for the pages that the rollup reads again; load::end gives it back.
pragma cache_size = -65536;
drop index observation_batch;

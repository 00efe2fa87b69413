-- What a batch holds, in numbers, as the program counts it when the batch is closed; it counts those of before
-- right after this migration.
alter table batch add column contents text not null default '';

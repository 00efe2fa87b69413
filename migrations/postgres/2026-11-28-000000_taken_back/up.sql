-- The batch that a batch takes back, which only its title has told so far; and the rows that its file has.
alter table batch add column takes_back integer references batch (id);
create index batch_takes_back on batch (takes_back);
alter table batch add column file_rows integer check (file_rows >= 0);
update batch
set takes_back = (
    select o.id from batch o
    where batch.title like 'Penarikan versi ' || o.id || ': %' and o.id < batch.id
)
where kind = 'manual';

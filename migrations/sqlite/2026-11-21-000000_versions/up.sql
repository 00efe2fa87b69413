-- The data version with which a source came; 0: it was there from the start.
alter table source add column since integer not null default 0 check (since >= 0);

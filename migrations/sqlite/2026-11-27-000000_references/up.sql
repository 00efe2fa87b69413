-- Nothing to do here: SQLite looks up the references of a row as it is written. See the same migration for Postgres.
select 1;

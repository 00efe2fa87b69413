-- Only names that Cakupan uses: a schema may hold the tables of an extension.
select tablename::text from pg_tables
where schemaname = current_schema()
    and tablename in ('__diesel_schema_migrations', 'data_state', 'observation', 'region_version')

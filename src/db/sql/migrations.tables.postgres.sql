-- Only names that Cakupan uses: a schema may hold the tables of an extension.
select tablename::text from pg_tables
where schemaname = current_schema()
    and tablename in (
        '__diesel_schema_migrations', 'region', 'region_version', 'region_succession',
        'region_alias', 'bps_code', 'segment', 'source', 'batch', 'observation', 'decision',
        'target', 'funding', 'regulation', 'shown', 'data_state'
    )

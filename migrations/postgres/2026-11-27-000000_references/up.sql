-- Postgres checks each reference of each row on its own, which takes longer than all the rest of a large
-- import. The references of an observation are the same few in thousands of rows, so they are
-- checked once for each statement, with the locks that a foreign key takes. See docs/decisions/022.
alter table observation
    drop constraint observation_region_id_fkey,
    drop constraint observation_segment_id_fkey,
    drop constraint observation_source_id_fkey,
    drop constraint observation_batch_id_fkey,
    drop constraint observation_ended_by_fkey;

create function observation_refers() returns trigger language plpgsql as $$
begin
    if exists (
        with referred as materialized (
            select distinct region_id, segment_id, source_id, batch_id, ended_by from written
        )
        select from referred o
        where not exists (select from region where id = o.region_id for key share)
            or not exists (select from segment where id = o.segment_id for key share)
            or not exists (select from source where id = o.source_id for key share)
            or not exists (select from batch where id = o.batch_id for key share)
            or (o.ended_by is not null
                and not exists (select from batch where id = o.ended_by for key share))
    ) then
        raise foreign_key_violation using message = 'observation refers to a row that is not there';
    end if;
    return null;
end
$$;
create trigger observation_refers_inserted after insert on observation
    referencing new table as written for each statement execute function observation_refers();
create trigger observation_refers_updated after update on observation
    referencing new table as written for each statement execute function observation_refers();

-- The other side: what an observation refers to stays, under its number.
create function observation_referred() returns trigger language plpgsql as $$
declare
    referred boolean;
begin
    if tg_op = 'UPDATE' and new.id = old.id then
        return null;
    end if;
    execute format('select exists (select from observation where %I = $1)', tg_argv[0])
        into referred using old.id;
    if referred then
        raise foreign_key_violation
            using message = format('an observation refers to this row of %I', tg_table_name);
    end if;
    return null;
end
$$;
create trigger observation_region_id after delete or update of id on region
    for each row execute function observation_referred('region_id');
create trigger observation_segment_id after delete or update of id on segment
    for each row execute function observation_referred('segment_id');
create trigger observation_source_id after delete or update of id on source
    for each row execute function observation_referred('source_id');
create trigger observation_batch_id after delete or update of id on batch
    for each row execute function observation_referred('batch_id');
create trigger observation_ended_by after delete or update of id on batch
    for each row execute function observation_referred('ended_by');

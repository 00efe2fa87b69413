create temp view data_state as
select id, {version} as version, cast(0 as bigint) as stamp, cast({newest} as {date}) as newest_total, simulated,
    release, release_hash
from {main}data_state

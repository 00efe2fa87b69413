insert into shown (segment_id, region_id, as_of, precision, rounded, statements, disputed,
    parts_reported, parts_counted, parts_active, parts_workforce, parts_rounded)
values {rows}
on conflict (segment_id, region_id, as_of) do update set
    parts_reported = excluded.parts_reported,
    parts_counted = excluded.parts_counted,
    parts_active = excluded.parts_active,
    parts_workforce = excluded.parts_workforce,
    parts_rounded = excluded.parts_rounded

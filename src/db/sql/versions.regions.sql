-- Only where a later batch brought regions: else those of today are those of then.
create temp table region_version as
select id, region_id, code, name, full_name, folded_name, kind, level, parent_id, valid_from,
    valid_to, legal_basis, kecamatan, kelurahan, desa, since
from {main}region_version
where since <= {version}
union all
select id, region_id, code, name, full_name, folded_name, kind, level, parent_id, valid_from,
    valid_to, legal_basis, kecamatan, kelurahan, desa, since
from {main}region_version_former
where since <= {version} and ended_by > {version};
create index {temp}region_then on region_version (region_id);
create index {temp}region_then_code on region_version (code);
create index {temp}region_then_parent on region_version (parent_id);
create temp table region_version_former as
select * from {main}region_version_former where ended_by <= {version};
create temp table region as
select v.region_id as id, cast(coalesce(p.parts, 0) as integer) as parts
from region_version v
left join (
    select parent_id, count(*) as parts from region_version where valid_to is null group by parent_id
) p on p.parent_id = v.region_id
where v.valid_to is null;
create unique index {temp}region_then_id on region (id)

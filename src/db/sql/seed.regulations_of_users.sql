-- What users have entered, and what of a release they have replaced or withdrawn.
select t.region_id, t.kind_code, t.kind, t.number, t.year
from regulation t
join batch b on b.id = t.batch_id
left join batch e on e.id = t.ended_by
where (b.kind <> 'release' and t.ended_by is null) or (b.kind = 'release' and e.kind <> 'release')

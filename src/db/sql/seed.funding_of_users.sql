-- What users have entered, and what of a release they have replaced or withdrawn.
select t.region_id, t.period, t.kind, t.payer, t.beneficiaries, t.program, t.source_id
from funding t
join batch b on b.id = t.batch_id
left join batch e on e.id = t.ended_by
where (b.kind <> 'release' and t.ended_by is null) or (b.kind = 'release' and e.kind <> 'release')

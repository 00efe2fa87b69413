select t.id, t.region_id, t.period, t.kind, t.payer, t.payer_text, t.beneficiaries, t.workers,
    t.amount_rp, t.program, t.cases, t.source_id, t.note
from funding t
join batch b on b.id = t.batch_id
where b.kind = 'release' and t.ended_by is null
order by t.id

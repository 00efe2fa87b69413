select id, region_id, period, kind, payer, payer_text, beneficiaries, workers, amount_rp, program,
    cases, source_id, note
from funding
where region_id = $1 and ended_by is null

insert into funding (id, region_id, period, kind, payer, payer_text, beneficiaries, workers,
    amount_rp, program, cases, source_id, note, batch_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

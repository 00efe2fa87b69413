-- A reason stands only where the decision names the source that is shown.
select s.region_id, s.segment_id, s.as_of, s.source_id, d.reason
from shown s
left join decision d on d.region_id = s.region_id and d.segment_id = s.segment_id
    and d.as_of = s.as_of and d.ended_by is null and d.chosen_source_id = s.source_id
where s.disputed
order by s.as_of desc, s.region_id, s.segment_id

select level, segment_id, as_of from (select * from kept_date except select * from shown_date) more
union
select level, segment_id, as_of from (select * from shown_date except select * from kept_date) less
order by level, segment_id, as_of
limit 20

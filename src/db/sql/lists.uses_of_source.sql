select 0, count(*) from observation where source_id = $1 having count(*) > 0
union all
select 1, count(*) from target where source_id = $1 having count(*) > 0
union all
select 2, count(*) from funding where source_id = $1 having count(*) > 0
union all
select 3, count(*) from regulation where source_id = $1 having count(*) > 0
union all
select 4, count(*) from decision where chosen_source_id = $1 having count(*) > 0
order by 1

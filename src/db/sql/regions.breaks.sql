select old_id, effective from region_succession
union
select new_id, effective from region_succession where kind = 'merge'
order by 1, 2

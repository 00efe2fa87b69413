update segment set parent_id = (select p.id from segment p where p.code = $1) where id = $2

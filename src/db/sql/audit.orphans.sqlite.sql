select "table", count(*), parent from pragma_foreign_key_check group by "table", parent

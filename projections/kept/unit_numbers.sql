-- unit_numbers: every unit of the tree, at each level it ever had, by the number that
-- department_units gives it.
-- order: number
SELECT one.1 AS level, one.2 AS unit, toUInt32(number) AS number
FROM (SELECT arraySort(groupUniqArray((toString(level), ancestor_id))) AS all FROM department_tree)
ARRAY JOIN all AS one, arrayEnumerate(all) AS number

-- department_units: the numbers of the units each department stood under, itself included, while
-- the tree stood still: from one change of it (``era`` counts them) to the next.
-- order: department_id, era
WITH eras AS (
    SELECT begin, number - 1 AS era
    FROM (
        SELECT arrayConcat(
            [toDateTime64('1970-01-01 00:00:00', 3, 'UTC')],
            arraySort(groupUniqArrayIf(
                since, since > toDateTime64('1970-01-01 00:00:00', 3, 'UTC')
            ))
        ) AS begins
        FROM department_tree
    ) AS told
    ARRAY JOIN begins AS begin, arrayEnumerate(begins) AS number
)
SELECT
    tree.department_id AS department_id, toUInt16(eras.era) AS era, any(eras.begin) AS begin,
    groupUniqArray(named.number) AS units
FROM department_tree AS tree
CROSS JOIN eras
INNER JOIN unit_numbers AS named
    ON named.level = toString(tree.level) AND named.unit = tree.ancestor_id
WHERE eras.begin >= tree.since AND eras.begin < tree.until
GROUP BY department_id, era

-- The items and the answered orders behind each number.
-- keys: department
-- numbers: items, limited, at_goal, answered, in_time, in_law
-- at_goal_rate: limited, at_goal
-- compression: limited
-- average_compression: limited
-- promised_used: answered
-- statutory_used: answered
-- actual_compression: answered
SELECT
    toString(department) AS department,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'items',
            if(compression IS NOT NULL, 'limited', ''),
            if(at_goal = 1, 'at_goal', '')
        ]
    )) AS number,
    'item' AS thing,
    item AS id,
    '' AS case_id,
    toNullable(valid_from) AS at,
    toString(unit) AS unit,
    statutory,
    promised,
    0. AS promised_used,
    0. AS statutory_used
FROM menu_items
UNION ALL
SELECT
    toString(department),
    arrayJoin(arrayFilter(
        word -> word != '',
        ['answered', if(in_time = 1, 'in_time', ''), if(in_law = 1, 'in_law', '')]
    )),
    'case',
    case_id,
    case_id,
    answered_at,
    '',
    0.,
    0.,
    promised_used,
    statutory_used
FROM orders
WHERE answered = 1 AND judged = 1 AND judged_by_law = 1

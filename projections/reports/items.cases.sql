-- The orders behind each number.
-- keys: department, category, item
-- numbers: orders, answered, judged, in_time, evaluated, satisfied, named
-- in_time_rate: judged, in_time
-- satisfied_rate: evaluated, satisfied
SELECT
    toString(department) AS department,
    toString(category) AS category,
    item,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'orders',
            if(answered = 1, 'answered', ''),
            if(judged = 1, 'judged', ''),
            if(in_time = 1, 'in_time', ''),
            if(evaluated = 1, 'evaluated', ''),
            if(satisfied = 1, 'satisfied', ''),
            if(named_officer != '', 'named', '')
        ]
    )) AS number,
    'case' AS thing,
    case_id AS id,
    case_id,
    opened_at AS at
FROM orders

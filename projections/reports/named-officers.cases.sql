-- The orders behind each number.
-- keys: officer, department
-- numbers: named, answered, by_own, evaluated, satisfied
-- by_own_rate: answered, by_own
-- satisfied_rate: evaluated, satisfied
SELECT
    named_officer AS officer,
    toString(named_department) AS department,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'named',
            if(answered = 1, 'answered', ''),
            if(named_handled = 1, 'by_own', ''),
            if(evaluated = 1, 'evaluated', ''),
            if(satisfied = 1, 'satisfied', '')
        ]
    )) AS number,
    'case' AS thing,
    case_id AS id,
    case_id,
    opened_at AS at
FROM orders
WHERE named_officer != ''

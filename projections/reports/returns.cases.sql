-- The returns behind each number, and the cases they are of.
-- keys: department, next_department
-- numbers: returns, cases, as_suggested, waiting
WITH
    passed AS (
        SELECT
            toString(given.department) AS department,
            taken.to_department AS next_department,
            given.event_id AS event_id,
            given.case_id AS case_id,
            toNullable(given.time) AS time,
            toString(given.better_owner) AS better_owner
        FROM (SELECT event_id, case_id, department, better_owner, time FROM returns) AS given
        ASOF LEFT JOIN (
            SELECT case_id, toString(department) AS to_department,
                assumeNotNull(assigned_at) AS time
            FROM assignments
            WHERE role = 'lead' AND assigned_at IS NOT NULL
        ) AS taken ON taken.case_id = given.case_id AND taken.time >= given.time
    )
SELECT
    department,
    next_department,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'returns',
            if(next_department = better_owner, 'as_suggested', ''),
            if(next_department = '', 'waiting', '')
        ]
    )) AS number,
    'return' AS thing,
    event_id AS id,
    case_id,
    time AS at
FROM passed
UNION ALL
SELECT department, next_department, 'cases', 'case', case_id, case_id, min(time)
FROM passed
GROUP BY department, next_department, case_id

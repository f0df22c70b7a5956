-- The assignments behind each number.
-- keys: department, role
-- numbers: assignments, accepted, acted, answered, returned, overdue
SELECT
    department,
    role,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'assignments',
            if(accepted_at IS NULL, '', 'accepted'),
            if(acted_at IS NULL, '', 'acted'),
            if(answered_at IS NULL, '', 'answered'),
            if(ended_by = 'returned', 'returned', ''),
            if(late.clocks > 0, 'overdue', '')
        ]
    )) AS number,
    'assignment' AS thing,
    concat(case_id, ' ', assignment_id) AS id,
    case_id,
    assigned_at AS at
FROM (
    SELECT case_id, assignment_id, toString(department) AS department, toString(role) AS role,
        accepted_at, acted_at, answered_at, toString(ended_by) AS ended_by, assigned_at
    FROM assignments
) AS given
LEFT JOIN (
    SELECT case_id, assignment_id, count() AS clocks
    FROM clocks
    WHERE status = 'breached' AND assignment_id != ''
    GROUP BY case_id, assignment_id
) AS late USING (case_id, assignment_id)

-- The closed cases of each department, and the cases in which a matter came back.
-- keys: department
-- numbers: closed, came_back
-- rate: closed, came_back
SELECT
    toString(lead_department) AS department, 'closed' AS number, 'case' AS thing,
    case_id AS id, case_id, closed_at AS at
FROM cases
WHERE closed_at IS NOT NULL
UNION ALL
SELECT department, 'came_back', 'finding', finding_id, case_id, toNullable(raised_at)
FROM findings
WHERE rule = 'repeated-case' AND kind = 'recurrence' AND status IN ('open', 'resolved', 'confirmed')

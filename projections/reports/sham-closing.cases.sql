-- The cases a department closed, and those of them that were overturned, and how.
-- keys: department
-- numbers: closed, upheld, recurred, sham
-- sham_rate: sham, closed
WITH
    upheld AS (
        SELECT toString(findings.department) AS department, case_id, raised_at AS at
        FROM findings
        INNER JOIN (SELECT case_id, episode AS now_in FROM cases WHERE episode > 1) AS again
            USING (case_id)
        WHERE rule = 'bad-evaluation' AND status NOT IN ('dismissed', 'retracted')
            AND toUInt32OrZero(episode) < now_in
    ),
    cited AS (
        SELECT toString(department) AS department, case_id AS later, raised_at AS at,
            arrayJoin(evidence) AS event_id
        FROM findings
        WHERE rule = 'repeated-case' AND kind = 'recurrence'
            AND status NOT IN ('dismissed', 'retracted')
    ),
    recurred AS (
        SELECT cited.department AS department, earlier.case_id AS case_id, cited.at AS at
        FROM cited
        INNER JOIN (
            SELECT event_id, case_id FROM cited_events FINAL WHERE gone = 0 AND case_id != ''
        ) AS earlier ON earlier.event_id = cited.event_id
        WHERE earlier.case_id != cited.later
    ),
    listed AS (
        SELECT toString(lead_department) AS department, 'closed' AS number, case_id,
            assumeNotNull(first_closed_at) AS at
        FROM cases
        WHERE first_closed_at IS NOT NULL
        UNION ALL
        SELECT department, 'upheld', case_id, at FROM upheld
        UNION ALL
        SELECT department, 'recurred', case_id, at FROM recurred
        UNION ALL
        SELECT department, 'sham', case_id, at FROM upheld
        UNION ALL
        SELECT department, 'sham', case_id, at FROM recurred
    )
SELECT
    department,
    number,
    'case' AS thing,
    case_id AS id,
    case_id,
    toNullable(min(at)) AS at
FROM listed
WHERE department != ''
GROUP BY department, number, case_id

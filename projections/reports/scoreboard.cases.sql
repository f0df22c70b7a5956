-- What counts in each quarter, at its own time, for the department it counts for.
-- keys: quarter, department
-- numbers: opened, closed, solved, judged, in_time, in_time_net, answered, satisfied, returns
-- numbers: findings
-- solved_rate: closed, solved
-- gross_rate: judged, in_time
-- net_rate: judged, in_time_net
-- satisfied_rate: answered, satisfied
-- score_gross: judged, in_time, closed, solved, answered, satisfied
-- score_net: judged, in_time_net, closed, solved, answered, satisfied
-- row: formula
WITH
    marks AS (
        SELECT
            opened_at AS at,
            toString(lead_department) AS department,
            'opened' AS number,
            'case' AS thing,
            case_id AS id,
            case_id
        FROM cases
        UNION ALL
        SELECT closed_at, toString(lead_department), 'closed', 'case', case_id, case_id FROM cases
        UNION ALL
        SELECT closed_at, toString(lead_department), 'solved', 'case', case_id, case_id
        FROM cases
        WHERE outcome = 'solved'
        UNION ALL
        SELECT
            at,
            department,
            multiIf(number = 'met', 'in_time', number = 'met_net', 'in_time_net', number),
            thing,
            id,
            case_id
        FROM report_on_time_cases
        WHERE number IN ('judged', 'met', 'met_net')
        UNION ALL
        SELECT
            evaluations.time,
            toString(if(evaluations.department = '', lead_department, evaluations.department)),
            arrayJoin(if(ifNull(level, 0) >= 3, ['answered', 'satisfied'], ['answered'])),
            'evaluation',
            evaluation_id,
            case_id
        FROM evaluations
        LEFT JOIN cases USING (case_id)
        WHERE evaluations.outcome = 'answered' AND standing IN ('counted', 'excluded')
            AND revisit = 0 AND level IS NOT NULL
        UNION ALL
        SELECT toNullable(time), toString(department), 'returns', 'return', event_id, case_id
        FROM returns
        UNION ALL
        SELECT toNullable(raised_at), department, 'findings', 'finding', finding_id, case_id
        FROM findings
        WHERE status NOT IN ('dismissed', 'retracted')
    )
SELECT
    concat(toString(toYear(local)), 'Q', toString(toQuarter(local))) AS quarter,
    department,
    number,
    thing,
    id,
    case_id,
    at,
    toTimeZone(assumeNotNull(at), '${zone}') AS local
FROM marks
WHERE at IS NOT NULL AND department != ''

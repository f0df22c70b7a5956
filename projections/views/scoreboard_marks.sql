-- scoreboard_marks: what counts in each quarter, at its own time, for the department it counts for.
CREATE OR REPLACE VIEW scoreboard_marks${on_cluster} AS
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
        SELECT closed_at, toString(lead_department), 'orders', 'case', case_id, case_id
        FROM orders
        UNION ALL
        SELECT closed_at, toString(lead_department), 'orders_solved', 'case', case_id, case_id
        FROM orders
        WHERE outcome = 'solved'
        UNION ALL
        SELECT
            at,
            department,
            multiIf(number = 'met', 'in_time', number = 'met_net', 'in_time_net', number),
            thing,
            id,
            case_id
        FROM clock_marks
        WHERE number IN ('judged', 'met', 'met_net')
        UNION ALL
        SELECT
            at,
            department,
            multiIf(
                number = 'rated', 'answered',
                number = 'rated_net', 'answered_net',
                number
            ),
            thing,
            id,
            case_id
        FROM evaluation_marks
        WHERE number IN ('rated', 'satisfied', 'rated_net', 'satisfied_net')
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
WHERE at IS NOT NULL AND department != '';

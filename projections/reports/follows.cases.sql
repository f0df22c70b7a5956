-- Each time one step followed another, by the event that came next; and the cases.
-- keys: kind, step, next_step
-- numbers: times, cases
-- median_hours: times
-- p90_hours: times
WITH walked AS (
    SELECT toString(cases.kind) AS kind, case_steps.step AS step,
        case_steps.next_step AS next_step, case_steps.next_event_id AS event_id,
        case_steps.case_id AS of_case, case_steps.next_at AS at,
        dateDiff('second', case_steps.at, assumeNotNull(case_steps.next_at)) / 3600 AS hours
    FROM case_steps
    INNER JOIN cases ON cases.case_id = case_steps.case_id
    WHERE case_steps.next_step != ''
)
SELECT kind, step, next_step, 'times' AS number, 'event' AS thing, event_id AS id,
    of_case AS case_id, at, hours
FROM walked
UNION ALL
SELECT kind, step, next_step, 'cases', 'case', of_case, of_case, min(at), toFloat64(0)
FROM walked
GROUP BY kind, step, next_step, of_case

-- The cases opened in a month, those of the month before, and the parties that opened them.
-- keys: month, category, area, stage
-- numbers: cases, parties, before, solved
-- change: cases, before
WITH
    told AS (
        SELECT
            toStartOfMonth(toTimeZone(assumeNotNull(opened_at), '${zone}')) AS first_day,
            toString(cases.category) AS category,
            toString(cases.area) AS area,
            toString(parties.stage) AS stage,
            case_id,
            cases.cluster_id AS cluster_id,
            opened_at,
            cases.outcome AS outcome
        FROM cases
        LEFT JOIN parties ON parties.party_id = cases.party_id
        WHERE opened_at IS NOT NULL AND ${area} IN ('', cases.area)
    ),
    listed AS (
        SELECT first_day, category, area, stage,
            arrayJoin(if(outcome = 'solved', ['cases', 'solved'], ['cases'])) AS number,
            'case' AS thing, case_id AS id, case_id AS of_case, opened_at AS at
        FROM told
        UNION ALL
        SELECT addMonths(first_day, 1), category, area, stage, 'before', 'case', case_id, case_id,
            opened_at
        FROM told
        WHERE first_day < (SELECT max(first_day) FROM told)
        UNION ALL
        SELECT first_day, category, area, stage, 'parties', 'party', cluster_id, '', min(opened_at)
        FROM told
        GROUP BY first_day, category, area, stage, cluster_id
    )
SELECT
    formatDateTime(listed.first_day, '%Y-%m') AS month,
    category,
    area,
    stage,
    number,
    thing,
    id,
    of_case AS case_id,
    at
FROM listed
WHERE toString(listed.first_day) >= concat(substring(${from}, 1, 7), '-01')
    AND toString(listed.first_day) < ${to}

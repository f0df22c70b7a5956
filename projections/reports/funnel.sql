-- funnel | 闭环漏斗 | Closed loop, step by step
-- position | 序号 | Position
-- step | 环节 | Step
-- cases | 件数 | Cases that reached it
-- share | 占立案比例（%） | Share of opened cases (%)
-- median_hours | 距上一环节中位小时 | Median hours since the step before
-- p90_hours | 距上一环节九成小时 | Nine in ten within hours
--
-- Hours are elapsed hours (24x7) between the first time of a step and the latest step before it
-- that the case has; business time stands in the clocks. Evaluated counts answered evaluations
-- that are not the handler's own; the last three rows say who collected them.
WITH
    steps AS (
        SELECT
            arrayJoin([
                (1, 'opened'),
                (2, 'assigned'),
                (3, 'accepted'),
                (4, 'responded'),
                (5, 'closed'),
                (6, 'evaluated'),
                (7, 'evaluated: party'),
                (8, 'evaluated: hub'),
                (9, 'evaluated: third-party')
            ]) AS step_of,
            count() AS opened
        FROM cases
        WHERE opened_at IS NOT NULL
        GROUP BY step_of
    ),
    reached AS (
        SELECT
            position,
            count() AS cases,
            quantileExact(0.5)(hours) AS median_hours,
            quantileExact(0.9)(hours) AS p90_hours
        FROM report_funnel_cases
        GROUP BY position
    )
SELECT
    steps.step_of.1 AS position,
    steps.step_of.2 AS step,
    reached.cases AS cases,
    round(100 * reached.cases / steps.opened, 1) AS share,
    if(reached.cases = 0, NULL, round(reached.median_hours, 2)) AS median_hours,
    if(reached.cases = 0, NULL, round(reached.p90_hours, 2)) AS p90_hours
FROM steps
LEFT JOIN reached ON reached.position = steps.step_of.1
ORDER BY position

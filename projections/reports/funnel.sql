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
    given AS (
        SELECT case_id, min(assigned_at) AS assigned_at, min(accepted_at) AS accepted_at
        FROM assignments
        GROUP BY case_id
    ),
    asked AS (
        SELECT
            case_id,
            min(time) AS evaluated_at,
            minIf(time, collected_by = 'party') AS party_at,
            minIf(time, collected_by = 'hub') AS hub_at,
            minIf(time, collected_by = 'third-party') AS third_at
        FROM evaluations
        WHERE outcome = 'answered' AND standing IN ('counted', 'excluded')
        GROUP BY case_id
    ),
    told AS (
        SELECT
            opened_at,
            assigned_at,
            accepted_at,
            coalesce(first_responded_at, responded_at) AS answered_at,
            coalesce(first_closed_at, cases.closed_at) AS ended_at,
            evaluated_at,
            party_at,
            hub_at,
            third_at,
            coalesce(assigned_at, opened_at) AS given_at,
            coalesce(accepted_at, given_at) AS taken_at,
            coalesce(answered_at, taken_at) AS said_at,
            coalesce(ended_at, said_at) AS handled_at
        FROM cases
        LEFT JOIN given USING (case_id)
        LEFT JOIN asked USING (case_id)
        WHERE opened_at IS NOT NULL
    ),
    waited AS (
        SELECT
            dateDiff('second', opened_at, opened_at) AS one,
            dateDiff('second', opened_at, assigned_at) AS two,
            dateDiff('second', given_at, accepted_at) AS three,
            dateDiff('second', taken_at, answered_at) AS four,
            dateDiff('second', said_at, ended_at) AS five,
            dateDiff('second', handled_at, evaluated_at) AS six,
            dateDiff('second', handled_at, party_at) AS seven,
            dateDiff('second', handled_at, hub_at) AS eight,
            dateDiff('second', handled_at, third_at) AS nine
        FROM told
    )
SELECT
    each.1 AS position,
    each.2 AS step,
    each.3 AS cases,
    round(100 * each.3 / opened, 1) AS share,
    if(each.3 = 0, NULL, round(each.4[1] / 3600, 2)) AS median_hours,
    if(each.3 = 0, NULL, round(each.4[2] / 3600, 2)) AS p90_hours
FROM (
    SELECT
        count() AS opened,
        arrayJoin([
            (1, 'opened', count(one), quantilesExact(0.5, 0.9)(one)),
            (2, 'assigned', count(two), quantilesExact(0.5, 0.9)(two)),
            (3, 'accepted', count(three), quantilesExact(0.5, 0.9)(three)),
            (4, 'responded', count(four), quantilesExact(0.5, 0.9)(four)),
            (5, 'closed', count(five), quantilesExact(0.5, 0.9)(five)),
            (6, 'evaluated', count(six), quantilesExact(0.5, 0.9)(six)),
            (7, 'evaluated: party', count(seven), quantilesExact(0.5, 0.9)(seven)),
            (8, 'evaluated: hub', count(eight), quantilesExact(0.5, 0.9)(eight)),
            (9, 'evaluated: third-party', count(nine), quantilesExact(0.5, 0.9)(nine))
        ]) AS each
    FROM waited
    HAVING opened > 0
)
ORDER BY position

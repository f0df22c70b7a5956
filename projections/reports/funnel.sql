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
        WHERE outcome = 'answered' AND own = 0
        GROUP BY case_id
    ),
    told AS (
        SELECT
            opened_at, assigned_at, accepted_at,
            coalesce(first_responded_at, responded_at) AS answered_at,
            coalesce(first_closed_at, cases.closed_at) AS ended_at,
            evaluated_at, party_at, hub_at, third_at,
            coalesce(ended_at, answered_at, accepted_at, assigned_at, opened_at) AS handled_at
        FROM cases
        LEFT JOIN given USING (case_id)
        LEFT JOIN asked USING (case_id)
        WHERE opened_at IS NOT NULL
    ),
    steps AS (
        SELECT
            arrayJoin([
                (1, 'opened', opened_at, opened_at),
                (2, 'assigned', assigned_at, opened_at),
                (3, 'accepted', accepted_at, coalesce(assigned_at, opened_at)),
                (4, 'responded', answered_at, coalesce(accepted_at, assigned_at, opened_at)),
                (
                    5, 'closed', ended_at,
                    coalesce(answered_at, accepted_at, assigned_at, opened_at)
                ),
                (6, 'evaluated', evaluated_at, handled_at),
                (7, 'evaluated: party', party_at, handled_at),
                (8, 'evaluated: hub', hub_at, handled_at),
                (9, 'evaluated: third-party', third_at, handled_at)
            ]) AS step_of,
            step_of.3 AS reached,
            dateDiff('second', step_of.4, step_of.3) / 3600 AS hours
        FROM told
    )
SELECT
    step_of.1 AS position,
    step_of.2 AS step,
    countIf(reached IS NOT NULL) AS cases,
    round(100 * cases / count(), 1) AS share,
    if(cases = 0, NULL, round(quantileExactIf(0.5)(assumeNotNull(hours), reached IS NOT NULL), 2))
        AS median_hours,
    if(cases = 0, NULL, round(quantileExactIf(0.9)(assumeNotNull(hours), reached IS NOT NULL), 2))
        AS p90_hours
FROM steps
GROUP BY position, step
ORDER BY position

-- The cases that reached each step, with the elapsed hours since the step before.
-- keys: position, step
-- numbers: cases
-- share: cases
-- median_hours: cases
-- p90_hours: cases
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
            cases.case_id AS case_id,
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
            case_id,
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
            ]) AS step_of
        FROM told
    )
SELECT
    step_of.1 AS position,
    step_of.2 AS step,
    'cases' AS number,
    'case' AS thing,
    case_id AS id,
    case_id,
    step_of.3 AS at,
    dateDiff('second', assumeNotNull(step_of.4), assumeNotNull(step_of.3)) / 3600 AS hours
FROM steps
WHERE step_of.3 IS NOT NULL

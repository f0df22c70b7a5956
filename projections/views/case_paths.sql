-- case_paths: one row per closed case: the path it took, its wall hours from opening to closing,
-- the business minutes its resolve and rectify clocks that began before its
-- closing consumed, and what the party said last.
CREATE OR REPLACE VIEW case_paths${on_cluster} AS
SELECT
    cases.case_id AS case_id, toString(cases.kind) AS kind, walked.path AS path,
    walked.steps AS steps, assumeNotNull(cases.closed_at) AS ended_at,
    dateDiff('second', assumeNotNull(cases.opened_at), assumeNotNull(cases.closed_at)) / 3600
        AS hours,
    spent.minutes AS minutes, judged.said AS level, toString(cases.outcome) AS outcome
FROM cases
INNER JOIN (
    SELECT case_id, count() AS steps,
        arrayStringConcat(arrayMap(one -> one.2, arraySort(groupArray((number, step)))), ' > ')
            AS path
    FROM case_steps
    GROUP BY case_id
) AS walked ON walked.case_id = cases.case_id
LEFT JOIN (
    SELECT clocks.case_id AS case_id, toNullable(sum(clocks.consumed)) AS minutes
    FROM clocks
    INNER JOIN cases AS told ON told.case_id = clocks.case_id
    WHERE clocks.clock IN ('resolve', 'rectify') AND clocks.status != 'cancelled'
        AND clocks.started_at < told.closed_at
    GROUP BY clocks.case_id
) AS spent ON spent.case_id = cases.case_id
LEFT JOIN (
    SELECT case_id, argMax(level, time) AS said
    FROM evaluations
    WHERE outcome = 'answered' AND own = 0 AND level IS NOT NULL
    GROUP BY case_id
) AS judged ON judged.case_id = cases.case_id
WHERE cases.status = 'closed' AND cases.opened_at IS NOT NULL AND cases.closed_at IS NOT NULL;

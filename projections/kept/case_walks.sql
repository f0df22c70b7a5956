-- case_walks: one row per case: the steps of its handling in the order of their event time, equal
-- neighbours once (the view case_steps), and what came of it (the view case_paths). Notes, links,
-- evaluations and what the hub itself tells a case of its sub-cases are no steps; withdrawn and
-- too late events count for nobody. ``legs``: from each step to the next; ``firsts``: 1 where a leg
-- is walked for the first time. known: the case was concluded.
-- order: case_id
-- key: case_id
-- changed journal_records: SELECT case_id FROM journal_records WHERE ${new} AND case_id != ''
-- changed withdrawals: SELECT case_id FROM journal_records WHERE case_id != ''
--     AND event_id IN (SELECT withdrawn_id FROM withdrawals WHERE ${new})
-- changed late_snapshots: SELECT case_id FROM journal_records WHERE case_id != '' AND event_id IN (
--     SELECT event_id FROM late_snapshots WHERE id IN (SELECT id FROM late_snapshots WHERE ${new}))
-- changed case_snapshots: SELECT id FROM case_snapshots WHERE ${new}
-- changed clock_snapshots: SELECT case_id FROM clock_snapshots
--     WHERE id IN (SELECT id FROM clock_snapshots WHERE ${new})
-- changed evaluation_snapshots: SELECT case_id FROM evaluation_snapshots
--     WHERE id IN (SELECT id FROM evaluation_snapshots WHERE ${new})
WITH told AS (
    SELECT id AS case_id, toString(kind) AS kind, status, opened_at, closed_at,
        toString(outcome) AS outcome
    FROM case_snapshots FINAL
    WHERE deleted = 0 AND id ${touched}
)
SELECT
    walked.case_id AS case_id, told.case_id != '' AS known, toLowCardinality(told.kind) AS kind,
    told.status AS status, told.opened_at AS opened_at, told.closed_at AS closed_at,
    toLowCardinality(told.outcome) AS outcome, spent.minutes AS minutes, judged.said AS level,
    CAST(arrayMap(one -> one.4, walked.told), 'Array(LowCardinality(String))') AS steps,
    arrayMap(one -> one.1, walked.told) AS times,
    arrayMap(one -> one.3, walked.told) AS event_ids,
    toLowCardinality(arrayStringConcat(arrayMap(one -> one.4, walked.told), ' > ')) AS path,
    CAST(walked.went, 'Array(LowCardinality(String))') AS legs,
    arrayMap(
        (one, next) -> dateDiff('second', one.1, next.1),
        arrayPopBack(walked.told), arrayPopFront(walked.told)
    ) AS seconds,
    arrayMap((leg, place) -> toUInt8(indexOf(walked.went, leg) = place),
        walked.went, arrayEnumerate(walked.went)) AS firsts
FROM (
    SELECT
        case_id,
        arraySort(groupUniqArray((
            time, sequence, event_id, replaceOne(toString(name), 'case.', '')
        ))) AS said,
        arrayFilter(
            (each, place) -> place = 1 OR said[place - 1].4 != each.4, said, arrayEnumerate(said)
        ) AS told,
        arrayMap(
            (one, next) -> concat(one.4, ' > ', next.4), arrayPopBack(told), arrayPopFront(told)
        ) AS went
    FROM journal_records
    WHERE case_id != '' AND case_id ${touched} AND startsWith(name, 'case.')
        AND name NOT IN (
            'case.progressed', 'case.linked', 'case.unlinked', 'case.evaluated',
            'case.part-reported'
        )
        AND source NOT IN ('/departments/hub/defaults', '/departments/hub/identity')
        AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
        AND event_id NOT IN (SELECT event_id FROM late_snapshots FINAL WHERE deleted = 0)
    GROUP BY case_id
) AS walked
LEFT JOIN told ON told.case_id = walked.case_id
LEFT JOIN (
    SELECT clocks.case_id AS case_id, toNullable(sum(clocks.consumed)) AS minutes
    FROM clock_snapshots AS clocks FINAL
    INNER JOIN told AS closed ON closed.case_id = clocks.case_id
    WHERE clocks.deleted = 0 AND clocks.case_id ${touched}
        AND clocks.clock IN ('resolve', 'rectify') AND clocks.status != 'cancelled'
        AND clocks.started_at < closed.closed_at
    GROUP BY clocks.case_id
) AS spent ON spent.case_id = walked.case_id
LEFT JOIN (
    SELECT case_id, argMax(level, time) AS said
    FROM evaluation_snapshots FINAL
    WHERE deleted = 0 AND case_id ${touched}
        AND outcome = 'answered' AND own = 0 AND level IS NOT NULL
    GROUP BY case_id
) AS judged ON judged.case_id = walked.case_id

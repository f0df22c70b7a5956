-- case_steps: the steps of a case's handling in the order of their event time, equal neighbours
-- once: what process discovery reads. Notes, links, evaluations and what the hub itself tells a case
-- of its sub-cases are no steps; withdrawn and
-- too late events count for nobody. next_step is '' for the last one.
CREATE OR REPLACE VIEW case_steps${on_cluster} AS
SELECT
    case_id, number, one.4 AS step, one.1 AS at, one.3 AS event_id,
    if(number = length(told), '', told[number + 1].4) AS next_step,
    if(number = length(told), NULL, toNullable(told[number + 1].1)) AS next_at,
    if(number = length(told), '', told[number + 1].3) AS next_event_id
FROM (
    SELECT
        case_id,
        arraySort(groupArray((time, sequence, event_id, replaceOne(toString(name), 'case.', ''))))
            AS said,
        arrayFilter(
            (each, place) -> place = 1 OR said[place - 1].4 != each.4, said, arrayEnumerate(said)
        ) AS told
    FROM events
    WHERE withdrawn = 0 AND case_id != '' AND startsWith(name, 'case.')
        AND name NOT IN (
            'case.progressed', 'case.linked', 'case.unlinked', 'case.evaluated',
            'case.part-reported'
        )
        AND event_id NOT IN (SELECT event_id FROM late)
    GROUP BY case_id
)
ARRAY JOIN told AS one, arrayEnumerate(told) AS number;

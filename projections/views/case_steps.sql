-- case_steps: the steps of a case's handling in the order of their event time, equal neighbours
-- once: what process discovery reads. Notes, links, evaluations and what the hub itself tells a case
-- of its sub-cases are no steps; withdrawn and
-- too late events count for nobody. next_step is '' for the last one.
CREATE OR REPLACE VIEW case_steps${on_cluster} AS
SELECT
    case_id, number, toString(each) AS step, at, event_id,
    if(number = length(steps), '', toString(steps[number + 1])) AS next_step,
    if(number = length(steps), NULL, toNullable(times[number + 1])) AS next_at,
    if(number = length(steps), '', event_ids[number + 1]) AS next_event_id
FROM case_walks FINAL
ARRAY JOIN steps AS each, times AS at, event_ids AS event_id, arrayEnumerate(steps) AS number
WHERE gone = 0;

-- department_versions: every state of every department, from ``since`` until ``until`` (event
-- time, half-open; the last one has no end). The first counts from the beginning of time: what
-- a department did before it was registered is its own. closed: it gave way to ``successors``.
-- order: department_id
SELECT
    department_id,
    stated.5 AS name, stated.6 AS level, stated.7 AS parent_id, stated.8 AS successors,
    stated.9 AS area, notEmpty(stated.8) AS closed, stated.1 AS valid_from,
    if(number = 1, toDateTime64('1970-01-01 00:00:00', 3, 'UTC'), stated.1) AS since,
    if(number = length(stands), toDateTime64('2200-01-01 00:00:00', 3, 'UTC'), stands[number + 1].1)
        AS until
FROM (
    SELECT
        department_id,
        arraySort(groupUniqArray((
            valid_from, time, sequence, event_id, name, toString(level), parent_id, successors, area
        ))) AS said,
        arrayFilter(
            (one, place) -> place = length(said) OR said[place + 1].1 > one.1,
            said,
            arrayEnumerate(said)
        ) AS stands
    FROM department_facts
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY department_id
)
ARRAY JOIN stands AS stated, arrayEnumerate(stands) AS number;

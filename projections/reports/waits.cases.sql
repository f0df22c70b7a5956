-- The clocks of each kind, clock and department.
-- keys: kind, clock, department
-- numbers: waits, running, breached
-- median_minutes: waits
-- p90_minutes: waits
-- total_minutes: waits
-- median_hours: waits
SELECT
    toString(cases.kind) AS kind,
    toString(clocks.clock) AS clock,
    toString(if(clocks.department = '', clocks.owner, clocks.department)) AS department,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'waits',
            if(clocks.status = 'running', 'running', ''),
            if(clocks.status = 'breached', 'breached', '')
        ]
    )) AS number,
    'clock' AS thing,
    concat(clocks.case_id, '/', toString(clocks.episode), '/', clocks.clock, '/',
        clocks.assignment_id) AS id,
    clocks.case_id AS case_id,
    clocks.started_at AS at,
    clocks.consumed AS minutes,
    dateDiff('second', assumeNotNull(clocks.started_at),
        ifNull(clocks.stopped_at, (SELECT now FROM now))) / 3600 AS hours
FROM clocks
INNER JOIN cases ON cases.case_id = clocks.case_id
WHERE clocks.started_at IS NOT NULL AND clocks.clock != 'return'
    AND (clocks.status != 'cancelled' OR clocks.clock = 'holding')

-- The calls behind each number.
-- keys: channel
-- numbers: calls, answered, waiting, judged, in_time, late
-- in_time_rate: judged, in_time
-- average_seconds: answered
-- longest_seconds: answered
SELECT
    toString(clocks.channel) AS channel,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'calls',
            if(clocks.stopped_at IS NOT NULL AND clocks.status != 'cancelled', 'answered', ''),
            if(clocks.stopped_at IS NULL, 'waiting', ''),
            if(clocks.status IN ('met', 'breached'), 'judged', ''),
            if(clocks.status = 'met', 'in_time', ''),
            if(clocks.status = 'breached', 'late', '')
        ]
    )) AS number,
    'case' AS thing,
    clocks.case_id AS id,
    clocks.case_id AS case_id,
    clocks.opened_at AS at,
    dateDiff('second', clocks.started_at, clocks.stopped_at) AS seconds
FROM clock_states AS clocks FINAL
WHERE clocks.gone = 0 AND clocks.clock = 'answer'

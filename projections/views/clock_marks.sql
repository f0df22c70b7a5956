-- clock_marks: one row per clock and figure it counts in; a clock of the whole case counts for its
-- lead department. met_net: in time without the extensions it had.
CREATE OR REPLACE VIEW clock_marks${on_cluster} AS
SELECT
    toString(if(clocks.department = '', cases.lead_department, clocks.department)) AS department,
    clocks.clock AS clock,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            if(clocks.status IN ('met', 'breached') OR clocks.overturned = 1, 'judged', ''),
            if(clocks.status = 'met' AND clocks.overturned = 0, 'met', ''),
            if(
                clocks.status = 'met' AND clocks.overturned = 0 AND (
                    clocks.extended = 0 OR ifNull(clocks.stopped_at <= clocks.net_deadline, 0)
                ),
                'met_net',
                ''
            ),
            if(clocks.status = 'breached', 'breached', ''),
            if(clocks.overturned = 1 AND clocks.status != 'breached', 'overturned', ''),
            if(clocks.extended > 0 AND clocks.status != 'cancelled', 'extended', ''),
            if(clocks.status = 'running', 'running', '')
        ]
    )) AS number,
    'clock' AS thing,
    clocks.clock_id AS id,
    clocks.case_id AS case_id,
    clocks.deadline AS at,
    clocks.consumed AS minutes
FROM clocks
LEFT JOIN cases ON cases.case_id = clocks.case_id;

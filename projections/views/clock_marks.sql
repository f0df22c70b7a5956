-- clock_marks: one row per clock and figure it counts in; a clock of the whole case counts for who
-- led it when it was judged. met_net: in time without the extensions it had.
CREATE OR REPLACE VIEW clock_marks${on_cluster} AS
SELECT
    toString(owner) AS department,
    clock,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            if(status IN ('met', 'breached') OR overturned = 1, 'judged', ''),
            if(status = 'met' AND overturned = 0, 'met', ''),
            if(met_net = 1, 'met_net', ''),
            if(status = 'breached', 'breached', ''),
            if(overturned = 1 AND status != 'breached', 'overturned', ''),
            if(extended > 0 AND status != 'cancelled', 'extended', ''),
            if(status = 'running', 'running', '')
        ]
    )) AS number,
    'clock' AS thing,
    clock_id AS id,
    case_id,
    deadline AS at,
    consumed AS minutes
FROM clock_states FINAL
WHERE gone = 0;

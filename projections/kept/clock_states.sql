-- clock_states: one row per clock, as last concluded, with what its case says of it: whose it is
-- (``owner``: of the whole case, who led it when it was judged), the kind and channel of the case. known: the case was
-- concluded. met_net: in time without the extensions it had.
-- order: clock_id
-- key: clock_id
-- changed clock_snapshots: SELECT id FROM clock_snapshots WHERE ${new}
-- changed case_snapshots: SELECT id FROM clock_snapshots
--     WHERE case_id IN (SELECT id FROM case_snapshots WHERE ${new})
SELECT
    clocks.id AS clock_id, clocks.case_id AS case_id, clocks.episode AS episode,
    clocks.clock AS clock, clocks.assignment_id AS assignment_id,
    toLowCardinality(toString(
        if(clocks.department = '', clocks.owner, clocks.department)
    )) AS owner,
    toLowCardinality(told.kind) AS kind, toLowCardinality(told.channel) AS channel,
    told.case_id != '' AS known, told.opened_at AS opened_at,
    clocks.status AS status, clocks.overturned AS overturned, clocks.extended AS extended,
    toUInt8(clocks.status = 'met' AND clocks.overturned = 0 AND (
        clocks.extended = 0 OR ifNull(clocks.stopped_at <= clocks.net_deadline, 0)
    )) AS met_net,
    clocks.started_at AS started_at, clocks.stopped_at AS stopped_at,
    clocks.deadline AS deadline, clocks.consumed AS consumed, clocks.used AS used
FROM clock_snapshots AS clocks FINAL
LEFT JOIN (
    SELECT id AS case_id, toString(kind) AS kind, toString(channel) AS channel, opened_at
    FROM case_snapshots FINAL
    WHERE deleted = 0
) AS told ON told.case_id = clocks.case_id
WHERE clocks.deleted = 0 AND clocks.id ${touched}

-- event_stretches: what each stretch of the log counts for the quality of data, by quarter (yyyyq) and
-- department: quality_marks of its events, but for those of a party that is unknown
-- (named_parties); nameless: speaks of a party without its id. last: its last offset. late_days: what
-- the policy called late when it was counted.
-- order: stretch
-- key: stretch
-- changed journal_records: SELECT stretch FROM journal_records
--     WHERE ${new} AND name NOT IN ('clock.ticked', '')
--     UNION ALL SELECT arrayJoin(stretches) FROM event_echoes
--     WHERE hash IN (SELECT event_hash FROM journal_records WHERE ${new})
--     UNION ALL SELECT counted.stretch FROM event_stretches AS counted INNER JOIN (
--     SELECT toString(topic) AS topic, partition, min(offset) AS first FROM journal_records
--     WHERE ${new} AND name = 'clock.ticked' GROUP BY topic, partition) AS ticked
--     ON ticked.topic = counted.topic AND ticked.partition = counted.partition
--     WHERE counted.last > ticked.first
--     UNION ALL SELECT stretch FROM event_stretches FINAL
--     WHERE gone = 0 AND late_days != (SELECT late_days FROM limits)
-- changed withdrawals: SELECT stretch FROM journal_records WHERE event_hash IN (
--     SELECT cityHash64(withdrawn_id) FROM withdrawals WHERE ${new})
--     UNION ALL SELECT stretch FROM event_stretches FINAL
--     WHERE gone = 0 AND late_days != (SELECT late_days FROM limits)
-- changed policy_settings: SELECT stretch FROM event_stretches FINAL
--     WHERE gone = 0 AND late_days != (SELECT late_days FROM limits)
WITH (SELECT late_days FROM limits) AS allowed
SELECT
    stretch, any(topic) AS topic, any(partition) AS partition, max(upto) AS last,
    allowed AS late_days,
    groupArray(quarter) AS quarters,
    groupArray(department) AS senders,
    groupArray(said_all) AS taken,
    groupArray(said_late) AS overdue,
    groupArray(said_of) AS naming,
    groupArray(said_of_none) AS nameless
FROM (
    SELECT
        said.stretch AS stretch, any(said.topic) AS topic, any(said.partition) AS partition,
        max(said.offset) AS upto,
        toUInt32(toYear(said.local) * 10 + toQuarter(said.local)) AS quarter,
        said.department AS department,
        toUInt32(count()) AS said_all,
        toUInt32(countIf(ticks.time > toDateTime64(0, 3, 'UTC')
            AND dateDiff('second', said.time, ticks.time) > 86400 * allowed)) AS said_late,
        toUInt32(countIf(said.speaks)) AS said_of,
        toUInt32(countIf(said.speaks AND said.unknown)) AS said_of_none
    FROM (
        SELECT
            stretch, toString(topic) AS topic, partition, offset, department, time,
            toTimeZone(recorded_time, '${zone}') AS local,
            name IN ('case.opened', 'visit.recorded', 'visit.planned') AS speaks,
            party_id = '' AS unknown
        FROM journal_records FINAL
        PREWHERE stretch ${touched}
        WHERE name NOT IN ('clock.ticked', '')
            AND source NOT IN ('/departments/hub/defaults', '/departments/hub/identity')
            AND department NOT IN ('', 'hub') AND recorded_time > 0
            AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
            AND (
                event_hash NOT IN (SELECT hash FROM event_echoes FINAL WHERE gone = 0)
                OR (topic, partition, offset) NOT IN (
                    SELECT arrayJoin(places) FROM event_echoes FINAL WHERE gone = 0
                )
            )
    ) AS said
    ASOF LEFT JOIN (
        SELECT toString(topic) AS topic, partition, time, offset FROM ticks
    ) AS ticks
        ON said.topic = ticks.topic AND said.partition = ticks.partition
        AND said.offset > ticks.offset
    GROUP BY stretch, quarter, department
)
GROUP BY stretch

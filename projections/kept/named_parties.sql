-- named_parties: how many visits and openings of cases each department sent in each quarter (yyyyq)
-- that speak of a party, by the party: a row each. Whether it is known is looked up when asked.
-- order: party_id
-- key: party_id
-- changed journal_records: SELECT party_id FROM journal_records WHERE ${new} AND party_id != ''
--     AND name IN ('case.opened', 'visit.recorded', 'visit.planned')
--     UNION ALL SELECT arrayJoin(spoken) FROM event_echoes
--     WHERE hash IN (SELECT event_hash FROM journal_records WHERE ${new})
-- changed withdrawals: SELECT party_id FROM journal_records WHERE event_hash IN (
--     SELECT cityHash64(withdrawn_id) FROM withdrawals WHERE ${new})
SELECT
    party_id,
    groupArray(quarter) AS quarters,
    groupArray(department) AS senders,
    groupArray(times) AS spoken
FROM (
    SELECT
        party_id,
        toUInt32(toYear(local) * 10 + toQuarter(local)) AS quarter,
        department,
        toUInt32(count()) AS times
    FROM (
        SELECT party_id, department, toTimeZone(recorded_time, '${zone}') AS local
        FROM journal_records FINAL
        PREWHERE party_id != '' AND party_id ${touched}
        WHERE name IN ('case.opened', 'visit.recorded', 'visit.planned')
            AND source NOT IN ('/departments/hub/defaults', '/departments/hub/identity')
            AND department NOT IN ('', 'hub') AND recorded_time > 0
            AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
            AND (
                event_hash NOT IN (SELECT hash FROM event_echoes FINAL WHERE gone = 0)
                OR (topic, partition, offset) NOT IN (
                    SELECT arrayJoin(places) FROM event_echoes FINAL WHERE gone = 0
                )
            )
    )
    GROUP BY party_id, quarter, department
)
GROUP BY party_id

-- receipt_stretches: what each stretch of the receipts counts for the quality of data, by quarter
-- (yyyyq) and department: quality_marks of its receipts.
-- order: stretch
-- key: stretch
-- changed receipt_records: SELECT stretch FROM receipt_records WHERE ${new}
--     UNION ALL SELECT arrayJoin(stretches) FROM receipt_echoes
--     WHERE hash IN (SELECT ingest_hash FROM receipt_records WHERE ${new})
--     UNION ALL SELECT stretch FROM receipt_records
--     WHERE outcome = 'rejected' AND event_id != '' AND event_hash IN (
--     SELECT event_hash FROM receipt_records WHERE ${new}
--     UNION ALL SELECT arrayJoin(receipted) FROM receipt_echoes
--     WHERE hash IN (SELECT ingest_hash FROM receipt_records WHERE ${new}))
WITH echoed AS (
    SELECT hash, places FROM receipt_echoes FINAL WHERE gone = 0
)
SELECT
    stretch,
    groupArray(quarter) AS quarters,
    groupArray(whose) AS senders,
    groupArray(said_all) AS sent,
    groupArray(said_taken) AS taken,
    groupArray(said_again) AS again,
    groupArray(said_refused) AS refused,
    groupArray(said_forgiven) AS forgiven
FROM (
    SELECT
        stretch,
        toUInt32(toYear(toTimeZone(time, '${zone}')) * 10 + toQuarter(toTimeZone(time, '${zone}')))
            AS quarter,
        department AS whose,
        toUInt32(count()) AS said_all,
        toUInt32(countIf(outcome = 'accepted')) AS said_taken,
        toUInt32(countIf(outcome = 'duplicate')) AS said_again,
        toUInt32(countIf(outcome = 'rejected')) AS said_refused,
        toUInt32(countIf(outcome = 'rejected' AND event_id != '' AND event_id IN (
            SELECT event_id FROM receipt_records
            WHERE outcome = 'accepted' AND event_hash IN (
                SELECT event_hash FROM receipt_records
                WHERE outcome = 'rejected' AND event_id != '' AND stretch ${touched}
            )
            AND (
                ingest_hash NOT IN (SELECT hash FROM echoed)
                OR (topic, partition, offset) NOT IN (SELECT arrayJoin(places) FROM echoed)
            )
        ))) AS said_forgiven
    FROM receipt_records FINAL
    PREWHERE stretch ${touched}
    WHERE department NOT IN ('', 'hub') AND (
        ingest_hash NOT IN (SELECT hash FROM echoed)
        OR (topic, partition, offset) NOT IN (SELECT arrayJoin(places) FROM echoed)
    )
    GROUP BY stretch, quarter, whose
)
GROUP BY stretch

-- receipts: one row per record a department sent. A record read again after a crash gets its
-- first receipt again: the first stands. Sending the same event twice is two records.
CREATE OR REPLACE VIEW receipts${on_cluster} AS
SELECT
    event_id, outcome, code, time, message, field, department, sha256, ingest_topic AS topic,
    ingest_partition AS partition, ingest_offset AS offset
FROM receipt_records FINAL
WHERE (receipt_records.topic, receipt_records.partition, receipt_records.offset) IN (
    SELECT argMin((topic, partition, offset), (topic, partition, offset))
    FROM receipt_records
    GROUP BY ingest_topic, ingest_partition, ingest_offset,
        if(ingest_offset < 0, toString((topic, partition, offset)), '')
);

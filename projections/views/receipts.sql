-- receipts: one row per record a department sent. A record read again after a crash gets its
-- first receipt again: the first stands. Sending the same event twice is two records.
CREATE OR REPLACE VIEW receipts${on_cluster} AS
SELECT
    event_id, outcome, code, time, message, field, department, sha256, ingest_topic AS topic,
    ingest_partition AS partition, ingest_offset AS offset
FROM receipt_records FINAL
WHERE receipt_records.ingest_offset < 0
    OR cityHash64(ingest_topic, ingest_partition, ingest_offset) NOT IN (
        SELECT cityHash64(ingest_topic, ingest_partition, ingest_offset) AS hash
        FROM receipt_records
        WHERE receipt_records.ingest_offset >= 0
        GROUP BY hash HAVING count() > 1
    )
    OR (receipt_records.topic, receipt_records.partition, receipt_records.offset) IN (
        SELECT min((topic, partition, offset))
        FROM receipt_records
        WHERE cityHash64(ingest_topic, ingest_partition, ingest_offset) IN (
            SELECT cityHash64(ingest_topic, ingest_partition, ingest_offset) AS hash
            FROM receipt_records
            WHERE receipt_records.ingest_offset >= 0
            GROUP BY hash HAVING count() > 1
        )
        GROUP BY ingest_topic, ingest_partition, ingest_offset
    );

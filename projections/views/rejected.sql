-- rejected: one row per refused record, named by where its sender put it; raw is sealed. What
-- became of it since (sent again, let go) is no refusal of its own: `hub rejected`.
CREATE OR REPLACE VIEW rejected${on_cluster} AS
SELECT
    code, message, field, department, ingest_topic AS topic, ingest_partition AS partition,
    ingest_offset AS offset, raw, sha256, time
FROM rejected_records FINAL
WHERE code NOT IN ('retried', 'dropped')
    AND (rejected_records.topic, rejected_records.partition, rejected_records.offset) IN (
        SELECT argMin((topic, partition, offset), (topic, partition, offset))
        FROM rejected_records
        GROUP BY ingest_topic, ingest_partition, ingest_offset,
            if(ingest_offset < 0, toString((topic, partition, offset)), code)
    );

-- receipt_echoes: receipts that were written again after a crash, by the hash of where their record was
-- sent: all places but the first, and of all of them the stretches and what they receipt.
-- order: hash
-- key: hash
-- changed receipt_records: SELECT ingest_hash FROM receipt_records
--     WHERE ${new} AND receipt_records.ingest_offset >= 0
SELECT
    hash,
    groupArrayArray(arrayPopFront(placed)) AS places,
    groupUniqArrayArray(within) AS stretches,
    groupUniqArrayArray(told) AS receipted
FROM (
    SELECT
        ingest_hash AS hash, ingest_topic, ingest_partition, ingest_offset,
        arraySort(groupUniqArray((toString(topic), partition, offset))) AS placed,
        groupUniqArray(stretch) AS within,
        groupUniqArray(event_hash) AS told
    FROM receipt_records
    WHERE ingest_offset >= 0 AND ingest_hash IN (
        SELECT ingest_hash FROM receipt_records
        WHERE ingest_offset >= 0 AND ingest_hash ${touched}
        GROUP BY ingest_hash HAVING count() > 1
    )
    GROUP BY hash, ingest_topic, ingest_partition, ingest_offset
)
GROUP BY hash HAVING notEmpty(places)

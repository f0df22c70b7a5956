-- events: one row per event that was accepted. What the hub itself puts into a log is left out:
-- ticks, the policies and the calendar that it publishes into an empty one, and the links that its
-- rules make between parties (party_links has them). Repeats, and the
-- copies that reference events and links have in other partitions, are the same event: the first
-- place in the log stands for it. A withdrawn event stays, marked: conclusions ignore it.
-- Only ids that seem to stand twice (by a hash of half their size) are looked up by their places.
CREATE OR REPLACE VIEW events${on_cluster} AS
SELECT
    event_id, type, source, department, subject, party_id, case_id, time, recorded_time, sequence,
    data, topic, partition, offset, name,
    event_id IN (SELECT withdrawn_id FROM withdrawals) AS withdrawn
FROM journal_records FINAL
WHERE name NOT IN ('clock.ticked', '')
    AND source NOT IN ('/departments/hub/defaults', '/departments/hub/identity')
    AND (
        cityHash64(event_id) NOT IN (
            SELECT cityHash64(event_id) AS hash FROM journal_records
            WHERE name NOT IN ('clock.ticked', '')
            GROUP BY hash HAVING count() > 1
        )
        OR (topic, partition, offset) IN (
            SELECT min((topic, partition, offset))
            FROM journal_records
            WHERE name NOT IN ('clock.ticked', '') AND cityHash64(event_id) IN (
                SELECT cityHash64(event_id) AS hash FROM journal_records
                WHERE name NOT IN ('clock.ticked', '')
                GROUP BY hash HAVING count() > 1
            )
            GROUP BY event_id
        )
    );

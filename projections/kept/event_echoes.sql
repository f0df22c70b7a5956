-- event_echoes: events that stand in the log more than once, by the hash of their id: all places but
-- the first, and of all of them the stretches and the parties. (See the view events.)
-- order: hash
-- key: hash
-- changed journal_records: SELECT event_hash FROM journal_records
--     WHERE ${new} AND name NOT IN ('clock.ticked', '')
SELECT
    hash,
    groupArrayArray(arrayPopFront(placed)) AS places,
    groupUniqArrayArray(within) AS stretches,
    groupUniqArrayArray(named) AS spoken
FROM (
    SELECT
        event_hash AS hash, event_id,
        arraySort(groupUniqArray((toString(topic), partition, offset))) AS placed,
        groupUniqArray(stretch) AS within,
        groupUniqArray(party_id) AS named
    FROM journal_records
    WHERE name NOT IN ('clock.ticked', '') AND event_hash IN (
        SELECT event_hash FROM journal_records
        WHERE name NOT IN ('clock.ticked', '') AND event_hash ${touched}
        GROUP BY event_hash HAVING count() > 1
    )
    GROUP BY hash, event_id
)
GROUP BY hash HAVING notEmpty(places)

-- The events of a bucket's visits; a visit is named by its publisher and its own id.
SELECT
    event_id, name, concat(department, '/', subject) AS visit, department,
    toUnixTimestamp64Milli(time) AS at, data
FROM journal_records
WHERE cityHash64(concat(department, '/', subject)) % {buckets:UInt64} = {bucket:UInt64}
    AND startsWith(name, 'visit.')
    AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    AND event_id NOT IN (SELECT event_id FROM late)
ORDER BY visit, time, sequence, event_id
LIMIT 1 BY event_id

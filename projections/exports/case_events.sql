-- The events of a bucket's cases in the order in which they are concluded. What was withdrawn or
-- came beyond the horizon counts for nobody; copies under other keys are one event.
SELECT event_id, name, case_id, department, toUnixTimestamp64Milli(time) AS at, data
FROM journal_records
WHERE cityHash64(case_id) % {buckets:UInt64} = {bucket:UInt64}
    AND startsWith(name, 'case.') AND name != 'case.part-reported'
    AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    AND event_id NOT IN (SELECT event_id FROM late)
ORDER BY case_id, time, sequence, event_id
LIMIT 1 BY event_id

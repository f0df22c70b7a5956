-- Every calendar that was published and not taken back, once.
SELECT data
FROM journal_records
WHERE name = 'calendar.published' AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
ORDER BY time, event_id
LIMIT 1 BY event_id

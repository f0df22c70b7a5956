-- ticks: the minutes that passed in each journal partition.
CREATE OR REPLACE VIEW ticks${on_cluster} AS
SELECT topic, partition, time, min(offset) AS offset
FROM journal_records
WHERE name = 'clock.ticked'
GROUP BY topic, partition, time;

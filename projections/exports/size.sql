-- How many records the log has: what the number of buckets is cut by.
SELECT count() AS records FROM journal_records

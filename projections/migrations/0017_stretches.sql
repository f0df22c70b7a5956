-- Numbers by which kept views find what new rows may change, without reading texts: of an event's
-- id, of where a receipt's record was sent, of the stretch of the log in which a row stands.
-- Rows of settings and receipts keep the number of their insert too.

ALTER TABLE journal_records${on_cluster} ADD COLUMN IF NOT EXISTS event_hash UInt64 MATERIALIZED cityHash64(event_id);
ALTER TABLE journal_records${on_cluster} ADD COLUMN IF NOT EXISTS stretch UInt64 MATERIALIZED cityHash64(topic, partition, intDiv(offset, 16384));
ALTER TABLE receipt_records${on_cluster} ADD COLUMN IF NOT EXISTS event_hash UInt64 MATERIALIZED cityHash64(event_id);
ALTER TABLE receipt_records${on_cluster} ADD COLUMN IF NOT EXISTS ingest_hash UInt64 MATERIALIZED cityHash64(ingest_topic, ingest_partition, ingest_offset);
ALTER TABLE receipt_records${on_cluster} ADD COLUMN IF NOT EXISTS stretch UInt64 MATERIALIZED cityHash64(topic, partition, intDiv(offset, 4096));
ALTER TABLE receipt_records${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE policy_settings${on_cluster} MODIFY SETTING enable_block_number_column = 1;

-- down
ALTER TABLE policy_settings${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE receipt_records${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE receipt_records${on_cluster} DROP COLUMN IF EXISTS stretch;
ALTER TABLE receipt_records${on_cluster} DROP COLUMN IF EXISTS ingest_hash;
ALTER TABLE receipt_records${on_cluster} DROP COLUMN IF EXISTS event_hash;
ALTER TABLE journal_records${on_cluster} DROP COLUMN IF EXISTS stretch;
ALTER TABLE journal_records${on_cluster} DROP COLUMN IF EXISTS event_hash;

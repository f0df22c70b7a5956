ALTER TABLE policy_settings${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE receipt_records${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE receipt_records${on_cluster} DROP COLUMN IF EXISTS stretch;
ALTER TABLE receipt_records${on_cluster} DROP COLUMN IF EXISTS ingest_hash;
ALTER TABLE receipt_records${on_cluster} DROP COLUMN IF EXISTS event_hash;
ALTER TABLE journal_records${on_cluster} DROP COLUMN IF EXISTS stretch;
ALTER TABLE journal_records${on_cluster} DROP COLUMN IF EXISTS event_hash;

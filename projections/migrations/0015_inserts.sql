-- Rows keep the number of the insert they came with when parts are merged: kept views follow by it.

ALTER TABLE journal_records${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE finding_records${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE party_facts${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE withdrawals${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE judgements${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE visit_snapshots${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE case_snapshots${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE clock_snapshots${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE evaluation_snapshots${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE assignment_snapshots${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE party_snapshots${on_cluster} MODIFY SETTING enable_block_number_column = 1;
ALTER TABLE late_snapshots${on_cluster} MODIFY SETTING enable_block_number_column = 1;

-- down
ALTER TABLE journal_records${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE finding_records${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE party_facts${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE withdrawals${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE judgements${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE visit_snapshots${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE case_snapshots${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE clock_snapshots${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE evaluation_snapshots${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE assignment_snapshots${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE party_snapshots${on_cluster} RESET SETTING enable_block_number_column;
ALTER TABLE late_snapshots${on_cluster} RESET SETTING enable_block_number_column;

DROP TABLE IF EXISTS rejected_records${on_cluster};
DROP TABLE IF EXISTS receipt_records${on_cluster};
DROP TABLE IF EXISTS finding_records${on_cluster};
DROP TABLE IF EXISTS journal_records${on_cluster};

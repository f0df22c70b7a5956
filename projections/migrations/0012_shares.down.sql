DROP TABLE IF EXISTS share_snapshots${on_cluster};

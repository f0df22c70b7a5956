DROP TABLE IF EXISTS cluster_snapshots${on_cluster};

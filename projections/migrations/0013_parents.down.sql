
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parents;

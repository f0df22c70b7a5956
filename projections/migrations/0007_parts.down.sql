ALTER TABLE case_snapshots${on_cluster} DROP COLUMN recurrence_of;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parent_case_id;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parts_open;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parts;

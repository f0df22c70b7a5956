-- What a case waits for besides its lead's answer, whose part it is, and what it is a recurrence of.

ALTER TABLE case_snapshots${on_cluster} ADD COLUMN parts UInt32 AFTER flags;
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN parts_open UInt32 AFTER parts;
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN parent_case_id String AFTER parts_open;
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN recurrence_of String AFTER parent_case_id;

-- down
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN recurrence_of;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parent_case_id;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parts_open;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parts;


-- All cases that a case is a part of; parent_case_id is the first of them.
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN parents Array(String) AFTER parent_case_id;

-- down
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN parents;

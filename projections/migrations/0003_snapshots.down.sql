DROP TABLE IF EXISTS late_snapshots${on_cluster};
DROP TABLE IF EXISTS party_snapshots${on_cluster};
DROP TABLE IF EXISTS visit_snapshots${on_cluster};
DROP TABLE IF EXISTS evaluation_snapshots${on_cluster};
DROP TABLE IF EXISTS clock_snapshots${on_cluster};
DROP TABLE IF EXISTS assignment_snapshots${on_cluster};
DROP TABLE IF EXISTS case_snapshots${on_cluster};

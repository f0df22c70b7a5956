ALTER TABLE assignment_snapshots${on_cluster}
    DROP COLUMN awaited,
    DROP COLUMN answered_at,
    DROP COLUMN acted_at;

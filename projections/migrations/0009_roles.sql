-- What a department did in its role: its first act, its own answer, and whether the case waits for it.

ALTER TABLE assignment_snapshots${on_cluster}
    ADD COLUMN acted_at Nullable(DateTime64(3, 'UTC')) AFTER episode,
    ADD COLUMN answered_at Nullable(DateTime64(3, 'UTC')) AFTER acted_at,
    ADD COLUMN awaited UInt8 AFTER answered_at;

-- down
ALTER TABLE assignment_snapshots${on_cluster}
    DROP COLUMN awaited,
    DROP COLUMN answered_at,
    DROP COLUMN acted_at;

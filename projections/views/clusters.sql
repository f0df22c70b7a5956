-- clusters: one row per case that belongs to a cluster of like cases; lead 1 for the earliest.
-- status: open, proposed (it waits, and the lead's answer is proposed to it), answered, closed.
CREATE OR REPLACE VIEW clusters${on_cluster} AS
SELECT ${cluster_columns}
FROM cluster_snapshots FINAL
WHERE deleted = 0;

-- assignments: one row per assignment of a case to a department. acted_at: its first meaningful act;
-- awaited: the case is not answered before this part is.
CREATE OR REPLACE VIEW assignments${on_cluster} AS
SELECT ${assignment_columns}
FROM assignment_snapshots FINAL
WHERE deleted = 0;

-- assignments: one row per assignment of a case to a department. acted_at: its first meaningful act;
-- awaited: the case is not answered before this part is.
CREATE OR REPLACE VIEW assignments${on_cluster} AS
SELECT assignment_id, case_id, department, role, assigned_at, accepted_at, ended_at, ended_by,
    basis, from_department, episode, acted_at, answered_at, awaited
FROM assignment_snapshots FINAL
WHERE deleted = 0;

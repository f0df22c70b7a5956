-- assignments: one row per assignment of a case to a department.
CREATE OR REPLACE VIEW assignments${on_cluster} AS
SELECT assignment_id, case_id, department, role, assigned_at, accepted_at, ended_at, ended_by,
    basis, from_department, episode
FROM assignment_snapshots FINAL
WHERE deleted = 0;

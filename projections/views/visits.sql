-- visits: one row per visit (department/visit_id), as last concluded.
CREATE OR REPLACE VIEW visits${on_cluster} AS
SELECT ${visit_columns}, id AS visit
FROM visit_snapshots FINAL
WHERE deleted = 0;

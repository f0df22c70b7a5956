-- visits: one row per visit (department/visit_id), as last concluded.
CREATE OR REPLACE VIEW visits${on_cluster} AS
SELECT
    visit_id, party_id, cluster_id, departments, purpose, ground, start, `end`, status, event_id,
    id AS visit, department, officers, campaign_id
FROM visit_snapshots FINAL
WHERE deleted = 0;

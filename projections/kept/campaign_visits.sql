-- campaign_visits: the visits that are part of a campaign, as last concluded.
-- order: visit
-- key: visit
-- changed visit_snapshots: SELECT id FROM visit_snapshots WHERE ${new}
SELECT id AS visit, campaign_id, visit_id, party_id, cluster_id, status, start
FROM visit_snapshots FINAL
WHERE deleted = 0 AND campaign_id != '' AND id ${touched}

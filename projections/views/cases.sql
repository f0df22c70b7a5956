-- cases: one row per case, as last concluded.
CREATE OR REPLACE VIEW cases${on_cluster} AS
SELECT
    case_id, party_id, cluster_id, kind, channel, category, area, opened_at, responded_at,
    closed_at, status, episode, outcome, lead_department, hops, returns, document
FROM case_snapshots FINAL
WHERE deleted = 0;

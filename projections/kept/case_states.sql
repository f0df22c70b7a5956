-- case_states: one row per case, as last concluded, under the cluster its party is linked to now: the
-- view cases.
-- order: case_id
-- key: case_id
-- changed case_snapshots: SELECT id FROM case_snapshots WHERE ${new}
-- changed party_snapshots: SELECT id FROM case_snapshots
--     WHERE party_id IN (SELECT id FROM party_snapshots WHERE ${new})
SELECT
    ${case_columns but cluster_id},
    if(linked.cluster = '', case_snapshots.cluster_id, linked.cluster) AS cluster_id
FROM case_snapshots FINAL
LEFT JOIN (
    SELECT party_id, cluster_id AS cluster FROM party_snapshots FINAL WHERE deleted = 0
) AS linked USING (party_id)
WHERE deleted = 0 AND id ${touched}

-- case_states: one row per case, as last concluded, under the cluster its party is linked to now: the
-- view cases.
-- order: case_id
-- key: case_id
-- changed case_snapshots: SELECT id FROM case_snapshots WHERE ${new}
-- changed party_snapshots: SELECT id FROM case_snapshots
--     WHERE party_id IN (SELECT id FROM party_snapshots WHERE ${new})
SELECT
    id AS case_id, party_id,
    if(linked.cluster = '', case_snapshots.cluster_id, linked.cluster) AS cluster_id,
    kind, channel, category, area, opened_at, responded_at, closed_at, status, episode, outcome,
    lead_department, hops, returns, platform, item, colour, hard, response, first_responded_at,
    first_closed_at, handled, flags, parts, parts_open, parent_case_id, parents, recurrence_of,
    named_officer, menu, menu_item, menu_category, menu_department, visit_id
FROM case_snapshots FINAL
LEFT JOIN (
    SELECT party_id, cluster_id AS cluster FROM party_snapshots FINAL WHERE deleted = 0
) AS linked USING (party_id)
WHERE deleted = 0 AND id ${touched}

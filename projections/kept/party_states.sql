-- party_states: one row per party, as last registered, updated or named: the view parties.
-- order: party_id
-- key: party_id
-- changed party_facts: SELECT party_id FROM party_facts WHERE ${new}
-- changed party_snapshots: SELECT party_id FROM party_snapshots WHERE ${new}
-- changed withdrawals: SELECT party_id FROM party_facts
--     WHERE event_id IN (SELECT withdrawn_id FROM withdrawals WHERE ${new})
SELECT
    party_id, said.1 AS kind, said.2 AS name, said.3 AS uscc, said.4 AS area, said.5 AS industry,
    said.6 AS stage, said.7 AS size, said.8 AS officer_id, said.9 AS site_areas,
    if(linked.cluster_id = '', party_id, linked.cluster_id) AS cluster_id,
    valid_from, registered
FROM (
    SELECT
        party_id,
        argMax(
            (
                toString(kind), name, uscc, toString(area), toString(industry), toString(stage),
                toString(size), officer_id, site_areas
            ),
            (weight, time, sequence, event_id)
        ) AS said,
        min(time) AS valid_from,
        max(weight) AS registered
    FROM party_facts
    WHERE party_id != '' AND party_id ${touched}
        AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY party_id
) AS stated
LEFT JOIN (
    SELECT party_id, cluster_id FROM party_snapshots FINAL
    WHERE deleted = 0 AND party_id ${touched}
) AS linked USING (party_id)

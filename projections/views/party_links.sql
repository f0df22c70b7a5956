-- party_links: the last word on each pair of party ids; linked 0 when it was undone. by_hub 1: said
-- by the hub's rule (with its score and version), else by people or another department.
CREATE OR REPLACE VIEW party_links${on_cluster} AS
SELECT
    party_id, same_as, said.1 = 'party.linked' AS linked, said.2 AS score, said.3 AS rule,
    said.4 AS rule_version, said.5 = '/departments/hub/identity' AS by_hub, said.6 AS event_id,
    said.7 AS time
FROM (
    SELECT
        party_id, same_as,
        argMax(
            (
                toString(name), score, toString(rule), toString(rule_version), source, event_id,
                time
            ),
            (time, sequence, event_id)
        ) AS said
    FROM party_link_facts
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY party_id, same_as
) AS words;

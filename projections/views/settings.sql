-- settings: one row per setting of each policy, as it holds at the last tick.
CREATE OR REPLACE VIEW settings${on_cluster} AS
SELECT
    policy_id, kind, name, said.1 AS amount, said.2 AS text, said.3 AS policy_version,
    said.4 AS valid_from
FROM (
    SELECT
        policy_id,
        kind,
        name,
        argMax(
            (amount, text, policy_version, valid_from),
            (valid_from, policy_version, time, sequence, event_id)
        ) AS said
    FROM policy_settings
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
        AND valid_from <= (SELECT now FROM now)
    GROUP BY policy_id, kind, name
);

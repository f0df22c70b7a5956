-- officers: one row per officer, as last registered. channel_ref points into the vault; no address
-- of a person stands here.
CREATE OR REPLACE VIEW officers${on_cluster} AS
SELECT
    officer_id, said.1 AS department_id, said.2 AS role, said.3 AS area, said.4 AS channel_ref,
    said.5 AS substitute, said.6 AS away_from,
    said.7 AS away_to, said.8 AS duty, valid_from
FROM (
    SELECT
        officer_id,
        argMax(
            (
                department_id, toString(role), toString(area), channel_ref, substitute, away_from,
                away_to, duty
            ),
            (time, sequence, event_id)
        ) AS said,
        min(time) AS valid_from
    FROM officer_facts
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY officer_id
);

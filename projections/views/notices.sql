-- notices: what was said once of a clock: a warning before its deadline, or a re-basing.
CREATE OR REPLACE VIEW notices${on_cluster} AS
SELECT
    event_id, said.1 AS name, said.2 AS time, said.3 AS case_id, said.4 AS clock,
    said.5 AS episode, said.6 AS assignment_id, said.7 AS percent, said.8 AS reason,
    said.9 AS deadline
FROM (
    SELECT
        event_id,
        argMin(
            (
                toString(name), time, case_id, toString(clock), toString(episode), assignment_id,
                percent, reason, deadline
            ),
            offset
        ) AS said
    FROM finding_records
    WHERE startsWith(name, 'clock.')
    GROUP BY event_id
);

-- returns: one row per return of a case, with its reason code, basis and the better owner named.
CREATE OR REPLACE VIEW returns${on_cluster} AS
SELECT
    event_id, said.1 AS case_id, said.2 AS assignment_id, said.3 AS department,
    said.4 AS reason_code, said.5 AS basis, said.6 AS better_owner, said.7 AS time
FROM (
    SELECT
        event_id,
        argMin(
            (
                case_id, assignment_id, toString(department), toString(reason_code), basis,
                toString(better_owner), time
            ),
            (topic, partition, offset)
        ) AS said
    FROM case_returns
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY event_id
);

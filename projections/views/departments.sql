-- departments: one row per department, as last registered or reorganised. valid_to is when it gave
-- way to its successors, NULL while it stands.
CREATE OR REPLACE VIEW departments${on_cluster} AS
SELECT
    department_id, said.1 AS name, said.2 AS level, said.3 AS parent_id, said.4 AS successors,
    since AS valid_from, if(notEmpty(said.4), toNullable(said.5), NULL) AS valid_to
FROM (
    SELECT
        department_id,
        argMax(
            (name, toString(level), parent_id, successors, valid_from),
            (valid_from, time, sequence, event_id)
        ) AS said,
        min(valid_from) AS since
    FROM department_facts
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY department_id
);

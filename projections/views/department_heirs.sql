-- department_heirs: for every department the one that does its work now (itself while it stands).
-- Of several successors the first named is the heir. Chains are followed through five changes.
CREATE OR REPLACE VIEW department_heirs${on_cluster} AS
WITH gone AS (
    SELECT department_id AS old, successors[1] AS heir
    FROM department_versions
    WHERE closed = 1 AND valid_from <= (SELECT now FROM now)
        AND until > (SELECT now FROM now)
)
SELECT
    department_id,
    multiIf(e.heir != '', e.heir, d.heir != '', d.heir, c.heir != '', c.heir, b.heir != '', b.heir,
        a.heir != '', a.heir, department_id) AS heir
FROM (SELECT DISTINCT department_id FROM department_versions) AS known
LEFT JOIN gone AS a ON a.old = known.department_id
LEFT JOIN gone AS b ON b.old = a.heir
LEFT JOIN gone AS c ON c.old = b.heir
LEFT JOIN gone AS d ON d.old = c.heir
LEFT JOIN gone AS e ON e.old = d.heir;

-- shadow_findings: what policies in shadow would find, one row per finding, as last said. Nobody is
-- alerted of these and no report counts them; "rule" is that of the live one, after "shadow/".
CREATE OR REPLACE VIEW shadow_findings${on_cluster} AS
SELECT
    finding_id, said.1 AS rule, said.2 AS kind, said.3 AS version, said.4 AS severity,
    said.5 AS party_id, said.6 AS case_id, said.7 AS department, said.8 AS raised_at,
    said.9 AS status, said.10 AS evidence, said.11 AS subject, said.12 AS clock,
    said.13 AS episode, said.14 AS assignment_id, said.15 AS rung, said.16 AS resolved_at,
    said.17 AS details, said.18 AS revision
FROM (
    SELECT
        finding_id,
        argMax(
            (
                toString(rule), toString(kind), toString(version), toString(severity),
                party_id, case_id, toString(department), raised_at, toString(status),
                evidence, subject, toString(clock), toString(episode), assignment_id,
                toString(rung), resolved_at, details, revision
            ),
            offset
        ) AS said
    FROM finding_records
    WHERE finding_id != '' AND startsWith(name, 'finding.') AND startsWith(rule, 'shadow/')
    GROUP BY finding_id
) AS last;

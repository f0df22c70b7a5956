-- finding_states: one row per finding, as last said and judged: the view findings.
-- order: finding_id
-- key: finding_id
-- changed finding_records: SELECT finding_id FROM finding_records WHERE ${new}
-- changed judgements: SELECT finding_id FROM judgements WHERE ${new}
-- changed withdrawals: SELECT finding_id FROM judgements
--     WHERE event_id IN (SELECT withdrawn_id FROM withdrawals WHERE ${new})
SELECT
    finding_id, said.1 AS rule, said.2 AS kind, said.3 AS version, said.4 AS severity,
    said.5 AS party_id, said.6 AS case_id, said.7 AS department, said.8 AS raised_at,
    multiIf(said.9 = 'retracted', 'retracted', judged != '', judged, said.9) AS status,
    said.10 AS evidence, said.11 AS subject, said.12 AS clock, said.13 AS episode,
    said.14 AS assignment_id, said.15 AS rung, said.16 AS resolved_at, said.17 AS details,
    said.18 AS revision
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
    WHERE finding_id != '' AND finding_id ${touched} AND startsWith(name, 'finding.')
        AND NOT startsWith(rule, 'shadow/')
    GROUP BY finding_id
) AS last
LEFT JOIN (
    SELECT finding_id, argMax(toString(status), (time, sequence, event_id)) AS judged
    FROM judgements
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals) AND finding_id ${touched}
    GROUP BY finding_id
) AS judgement USING (finding_id)

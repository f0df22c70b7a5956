-- keys: finding_id
-- row: department, case_id, kind, since, hours, severity, percent, deadline, category, area
-- row: party_id
SELECT finding_id, 'row' AS number, 'case' AS thing, case_id AS id, case_id, since AS at
FROM report_stalled_now

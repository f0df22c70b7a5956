-- keys: case_id
-- row: party_id, department, lead_case, lead_department, answered_at, score
SELECT case_id, 'row' AS number, 'case' AS thing, case_id AS id, answered_at AS at
FROM report_proposals

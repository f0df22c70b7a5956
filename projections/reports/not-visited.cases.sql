-- keys: party_id
-- row: area, kind, party, officer_id, last_visit, days
SELECT party_id, 'row' AS number, 'party' AS thing, party_id AS id, '' AS case_id, last_visit AS at
FROM report_not_visited

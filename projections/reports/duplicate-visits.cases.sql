-- The visits a finding rests on: the later one and, earliest first, those before it.
-- keys: finding_id
-- row: start, department, earlier_departments, party_id, party, area, kind, severity, status
-- row: visit, evidence
SELECT
    finding_id,
    'row' AS number,
    'visit' AS thing,
    if(visits.id = '', event_id, visits.id) AS id,
    '' AS case_id,
    visits.start AS at
FROM (
    SELECT finding_id, arrayJoin(arrayDistinct(evidence)) AS event_id FROM report_duplicate_visits
) AS cited
LEFT JOIN (SELECT id, event_id, start FROM cited_visits FINAL WHERE gone = 0) AS visits
    USING (event_id)

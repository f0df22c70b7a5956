-- party_places: where a party belongs among departments: the one that governs its area (the
-- smallest that says so, now), else the department of its contact officer, else ''.
CREATE OR REPLACE VIEW party_places${on_cluster} AS
WITH governing AS (
    SELECT area, argMax(department_id, (indexOf(
        ['province', 'city', 'county', 'township', 'village'], level), department_id)) AS unit
    FROM department_versions
    WHERE area != '' AND closed = 0 AND until > (SELECT now FROM now)
        AND since <= (SELECT now FROM now)
    GROUP BY area
)
SELECT
    parties.party_id AS party_id,
    if(governing.unit != '', governing.unit, officers.department_id) AS department_id
FROM parties
LEFT JOIN governing ON governing.area = parties.area
LEFT JOIN officers ON officers.officer_id = parties.officer_id;

-- The cases of the ten largest clusters, and their parties.
-- keys: lead_case, category, area
-- numbers: cases, parties, closed, proposed
WITH
    members AS (
        SELECT
            clusters.lead_case AS lead_case,
            clusters.case_id AS case_id,
            clusters.status AS status,
            one.party_id AS party_id,
            one.opened_at AS at,
            lead.category AS category,
            lead.area AS area
        FROM clusters
        LEFT JOIN (SELECT case_id, party_id, opened_at FROM cases) AS one
            ON one.case_id = clusters.case_id
        LEFT JOIN (
            SELECT case_id AS lead_id, toString(category) AS category, toString(area) AS area
            FROM cases
        ) AS lead ON lead.lead_id = clusters.lead_case
        WHERE clusters.lead_case IN (
            SELECT lead_case FROM clusters
            GROUP BY lead_case ORDER BY count() DESC, lead_case LIMIT 10
        )
    )
SELECT
    lead_case,
    category,
    area,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'cases',
            if(status = 'closed', 'closed', ''),
            if(status = 'proposed', 'proposed', '')
        ]
    )) AS number,
    'case' AS thing,
    case_id AS id,
    case_id,
    at
FROM members
UNION ALL
SELECT lead_case, category, area, 'parties', 'party', party_id, '', min(at)
FROM members
WHERE party_id != ''
GROUP BY lead_case, category, area, party_id

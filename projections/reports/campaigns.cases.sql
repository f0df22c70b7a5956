-- The visits of each campaign, the cases opened from them, and the like cases that were its reason.
-- keys: campaign_id
-- numbers: like_cases, like_solved, invited, read, coming, planned, visits, parties, cases, solved
-- solved_rate: cases, solved
-- row: name, category, cluster_id, next_date
WITH
    gone AS (
        SELECT campaign_id, visit, visit_id, party_id, cluster_id, status, start
        FROM campaign_visits FINAL
        WHERE gone = 0 AND status IN ('planned', 'recorded')
    ),
    opened AS (
        SELECT DISTINCT gone.campaign_id AS campaign_id, cases.case_id AS of_case,
            cases.opened_at AS at, toString(cases.outcome) AS outcome
        FROM cases
        INNER JOIN gone
            ON gone.visit_id = cases.visit_id AND gone.cluster_id = cases.cluster_id
        WHERE cases.visit_id != ''
    ),
    like_it AS (
        SELECT campaigns.campaign_id AS campaign_id, cases.case_id AS of_case,
            cases.opened_at AS at, toString(cases.outcome) AS outcome
        FROM campaigns
        INNER JOIN clusters ON clusters.cluster_id = campaigns.cluster_id
        INNER JOIN cases ON cases.case_id = clusters.case_id
        WHERE campaigns.cluster_id != ''
    )
SELECT campaign_id, if(status = 'planned', 'planned', 'visits') AS number, 'visit' AS thing,
    visit AS id, '' AS case_id, start AS at
FROM gone
UNION ALL
SELECT campaign_id, 'parties', 'party', cluster_id, '', min(start)
FROM gone
WHERE status = 'recorded'
GROUP BY campaign_id, cluster_id
UNION ALL
SELECT campaign_id, arrayJoin(if(outcome = 'solved', ['cases', 'solved'], ['cases'])), 'case',
    of_case, of_case, at
FROM opened
UNION ALL
SELECT campaign_id,
    arrayJoin(if(outcome = 'solved', ['like_cases', 'like_solved'], ['like_cases'])), 'case',
    of_case, of_case, at
FROM like_it
UNION ALL
SELECT campaign_id,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'invited',
            if(opened_at IS NULL, '', 'read'),
            if(applied_at IS NULL, '', 'coming')
        ]
    )),
    'party', party_id, '', assumeNotNull(made_at)
FROM offers
WHERE campaign_id != '' AND made_at IS NOT NULL

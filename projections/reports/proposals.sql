-- proposals | 举一反三建议 | Answers proposed
-- case_id | 待办件号 | Case that waits
-- party_id | 主体 | Party
-- department | 承办部门 | Department
-- lead_case | 已解决的牵头件 | Solved lead case
-- lead_department | 牵头件承办部门 | Department of the lead
-- answered_at | 牵头件答复时间 | Lead answered
-- score | 相似度 | Likeness
--
-- The cases of a cluster that still wait while its lead case is solved: the lead's answer is
-- proposed to each; each is answered and evaluated on its own.
SELECT
    clusters.case_id AS case_id,
    mine.party_id AS party_id,
    mine.department AS department,
    clusters.lead_case AS lead_case,
    lead.department AS lead_department,
    lead.answered_at AS answered_at,
    clusters.score AS score
FROM clusters
LEFT JOIN (
    SELECT case_id, party_id, toString(lead_department) AS department FROM cases
) AS mine ON mine.case_id = clusters.case_id
LEFT JOIN (
    SELECT case_id AS lead_id, toString(lead_department) AS department,
        responded_at AS answered_at
    FROM cases
) AS lead ON lead.lead_id = clusters.lead_case
WHERE clusters.status = 'proposed'
ORDER BY lead_case, case_id

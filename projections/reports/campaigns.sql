-- campaigns | 专项活动（爱企日） | Campaigns
-- campaign_id | 活动 | Campaign
-- name | 名称 | Name
-- category | 主题类别 | Topic
-- cluster_id | 同类问题 | Cluster of like cases
-- next_date | 下次日期 | Next date
-- like_cases | 同类件数 | Like cases
-- like_solved | 其中已解决 | Of these solved
-- invited | 已邀请 | Invited
-- read | 其中已查看 | Of these read it
-- coming | 其中将参加 | Of these will come
-- planned | 计划走访 | Visits planned
-- visits | 已走访 | Visits made
-- parties | 走访对象数 | Parties visited
-- cases | 由此立案 | Cases opened from them
-- solved | 已解决 | Of these solved
-- solved_rate | 解决率（%） | Solved (%)
--
-- Each campaign with what came of it. The topic was chosen from a cluster of like cases: its cases
-- are the problem, those solved the result. Cases opened from a visit name it and are of its
-- party. An invitation is an offer that names the campaign; who applies for it will come. The next
-- date is local, by the campaign's day of the month, today included.
SELECT
    campaigns.campaign_id AS campaign_id,
    campaigns.name AS name,
    campaigns.category AS category,
    campaigns.cluster_id AS cluster_id,
    campaigns.next_date AS next_date,
    countIf(listed.number = 'like_cases') AS like_cases,
    countIf(listed.number = 'like_solved') AS like_solved,
    countIf(listed.number = 'invited') AS invited,
    countIf(listed.number = 'read') AS read,
    countIf(listed.number = 'coming') AS coming,
    countIf(listed.number = 'planned') AS planned,
    countIf(listed.number = 'visits') AS visits,
    countIf(listed.number = 'parties') AS parties,
    countIf(listed.number = 'cases') AS cases,
    countIf(listed.number = 'solved') AS solved,
    if(cases = 0, NULL, round(100 * solved / cases, 1)) AS solved_rate
FROM campaigns
LEFT JOIN report_campaigns_cases AS listed ON listed.campaign_id = campaigns.campaign_id
GROUP BY campaign_id, name, category, cluster_id, next_date
ORDER BY campaign_id

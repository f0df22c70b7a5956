-- common-kinds | 共性问题十大类 | Ten most common kinds
-- lead_case | 牵头件 | Lead case
-- category | 事项类别 | Category
-- area | 区域 | Area
-- cases | 件数 | Cases
-- parties | 主体数 | Parties
-- closed | 已办结 | Closed
-- proposed | 待套用答复 | Answer proposed
--
-- The ten clusters of like cases with the most cases, each named by its lead case.
SELECT
    lead_case,
    category,
    area,
    countIf(number = 'cases') AS cases,
    countIf(number = 'parties') AS parties,
    countIf(number = 'closed') AS closed,
    countIf(number = 'proposed') AS proposed
FROM report_common_kinds_cases
GROUP BY lead_case, category, area
ORDER BY cases DESC, lead_case

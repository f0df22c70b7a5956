-- trend | 诉求趋势 | Demand trend
-- month | 月份 | Month
-- category | 事项类别 | Category
-- area | 区域 | Area
-- stage | 发展阶段 | Stage of the party
-- cases | 件数 | Cases opened
-- parties | 主体数 | Parties
-- before | 上月件数 | The month before
-- change | 环比（%） | Change (%)
-- solved | 其中已解决 | Of these solved
-- from | 开始日期 | From this date | 1970-01-01
-- to | 结束日期（不含） | Before this date | 2200-01-01
-- area | 区域 | Area |
--
-- Cases by the local month of their opening. Stage is the party's as last registered; '' where the
-- party is a village, a resident or unknown. No change is told where the month before had none; a
-- demand that fell to nothing keeps its row until the month after.
WITH
    counted AS (
        SELECT
            toStartOfMonth(toTimeZone(assumeNotNull(opened_at), '${zone}')) AS first_day,
            toString(cases.category) AS category,
            toString(cases.area) AS area,
            parties.stage AS stage,
            count() AS cases,
            uniqExact(cases.cluster_id) AS parties,
            countIf(cases.outcome = 'solved') AS solved
        FROM cases
        LEFT JOIN (SELECT party_id, stage FROM parties) AS parties
            ON parties.party_id = cases.party_id
        WHERE opened_at IS NOT NULL AND ${area} IN ('', cases.area)
        GROUP BY first_day, category, area, stage
    ),
    told AS (
        SELECT
            if(later, addMonths(counted.first_day, 1), counted.first_day) AS first_day,
            category, area, stage,
            if(later, 0, counted.cases) AS cases, if(later, 0, counted.parties) AS parties,
            if(later, counted.cases, 0) AS before, if(later, 0, counted.solved) AS solved
        FROM counted
        ARRAY JOIN [0, 1] AS later
        WHERE later = 0 OR counted.first_day < (
            SELECT max(toStartOfMonth(toTimeZone(assumeNotNull(opened_at), '${zone}')))
            FROM cases
            WHERE opened_at IS NOT NULL AND ${area} IN ('', cases.area)
        )
    )
SELECT
    formatDateTime(told.first_day, '%Y-%m') AS month,
    category,
    area,
    stage,
    sum(told.cases) AS cases,
    sum(told.parties) AS parties,
    sum(told.before) AS before,
    if(before = 0, NULL, round(100 * (toInt64(cases) - toInt64(before)) / before, 1)) AS change,
    sum(told.solved) AS solved
FROM told
WHERE toString(told.first_day) >= concat(substring(${from}, 1, 7), '-01')
    AND toString(told.first_day) < ${to}
GROUP BY month, category, area, stage
ORDER BY month, category, area, stage

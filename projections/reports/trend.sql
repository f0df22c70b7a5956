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
SELECT
    month,
    category,
    area,
    stage,
    countIf(number = 'cases') AS cases,
    countIf(number = 'parties') AS parties,
    countIf(number = 'before') AS before,
    if(before = 0, NULL, round(100 * (toInt64(cases) - toInt64(before)) / before, 1)) AS change,
    countIf(number = 'solved') AS solved
FROM report_trend_cases
GROUP BY month, category, area, stage
ORDER BY month, category, area, stage

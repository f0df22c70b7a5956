-- coverage | 走访覆盖率 | Coverage of visits
-- area | 区域 | Area
-- kind | 主体类型 | Kind of party
-- period_kind | 周期类型 | Kind of period
-- period | 周期 | Period
-- parties | 主体数 | Parties
-- visited | 已走访 | Visited
-- not_visited | 未走访 | Not visited
-- rate | 覆盖率（%） | Coverage (%)
-- from | 开始日期 | From this date |
-- to | 结束日期（不含） | Before this date |
-- level | 层级：按该级单位汇总 | Level: by unit of it, by area by default |
--
-- Parties known at the last tick, against visits that took place (recorded, not cancelled), by
-- month, quarter and year of their start in local time. A party counts as visited when any
-- party it is linked to was. Periods without a single visit are not listed. With dates there is
-- one period, theirs. With a level the area is the unit of that level, as the tree stands now,
-- above the department that governs the party's area, or its contact officer's; '' is outside.
SELECT
    area,
    kind,
    period_kind,
    period,
    countIf(number = 'parties') AS parties,
    countIf(number = 'visited') AS visited,
    countIf(number = 'not_visited') AS not_visited,
    round(100 * visited / parties, 1) AS rate
FROM report_coverage_cases
GROUP BY area, kind, period_kind, period
ORDER BY period_kind, period, area, kind

-- officers | 联络员（特派员）工作台账 | Contact officers
-- officer_id | 联络员 | Contact officer
-- department_id | 部门 | Department
-- parties | 联系对象数 | Parties
-- visited | 已走访 | Visited
-- not_visited | 未走访 | Not visited
-- rate | 覆盖率（%） | Coverage (%)
-- never | 从未走访 | Never visited
-- oldest_visit | 最久未走访 | Longest ago
-- open_cases | 在办件数 | Open cases of their parties
-- open_findings | 未解决问题数 | Open findings about their parties
-- breaches | 其中严重 | Of these breaches
-- from | 开始日期 | From this date | 1970-01-01
-- to | 结束日期（不含） | Before this date | 2200-01-01
-- officer | 联络员 | Contact officer |
--
-- One row per contact officer; '' stands for the parties that have none. Visits are those that took
-- place in the period, to the party or one it is linked to, by whomever. Open cases are not
-- closed; open findings are neither resolved, dismissed nor retracted, both as of the last tick.
-- Longest ago: the last visit of the party that waits longest, of those ever visited.
SELECT
    officer_id,
    department_id,
    countIf(number = 'parties') AS parties,
    countIf(number = 'visited') AS visited,
    countIf(number = 'not_visited') AS not_visited,
    round(100 * visited / parties, 1) AS rate,
    countIf(number = 'never') AS never,
    minIf(at, number = 'parties') AS oldest_visit,
    countIf(number = 'open_cases') AS open_cases,
    countIf(number = 'open_findings') AS open_findings,
    countIf(number = 'breaches') AS breaches
FROM report_officers_cases
GROUP BY officer_id, department_id
ORDER BY officer_id = '', officer_id

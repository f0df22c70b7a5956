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
WITH
    seen AS (
        SELECT
            cluster_id,
            last_visit,
            arrayExists(
                at -> at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
                    AND at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}'),
                arrayConcat(alone_at, joint_at)
            ) AS visited
        FROM party_visits FINAL
        WHERE gone = 0
    ),
    open_findings AS (
        SELECT party_id, count() AS found, countIf(severity = 'breach') AS breaches
        FROM findings
        WHERE status IN ('open', 'confirmed') AND resolved_at IS NULL
        GROUP BY party_id
    ),
    open_cases AS (
        SELECT party_id, count() AS opened FROM cases WHERE status != 'closed' GROUP BY party_id
    ),
    served AS (
        SELECT
            parties.officer_id AS officer_id,
            count() AS parties,
            countIf(seen.visited = 1) AS visited,
            countIf(seen.last_visit IS NULL) AS never,
            min(seen.last_visit) AS oldest_visit,
            sum(open_cases.opened) AS open_cases,
            sum(open_findings.found) AS open_findings,
            sum(open_findings.breaches) AS breaches
        FROM parties
        LEFT JOIN seen ON seen.cluster_id = parties.cluster_id
        LEFT JOIN open_cases ON open_cases.party_id = parties.party_id
        LEFT JOIN open_findings ON open_findings.party_id = parties.party_id
        WHERE ${officer} IN ('', parties.officer_id)
        GROUP BY officer_id
    )
SELECT
    served.officer_id AS officer_id,
    officers.department_id AS department_id,
    served.parties AS parties,
    served.visited AS visited,
    parties - visited AS not_visited,
    round(100 * visited / parties, 1) AS rate,
    served.never AS never,
    served.oldest_visit AS oldest_visit,
    served.open_cases AS open_cases,
    served.open_findings AS open_findings,
    served.breaches AS breaches
FROM served
LEFT JOIN officers ON officers.officer_id = served.officer_id
ORDER BY officer_id = '', officer_id

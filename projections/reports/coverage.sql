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
WITH
    seen AS (
        SELECT
            cluster_id,
            if(
                ${from} = '' AND ${to} = '',
                periods,
                if(
                    arrayExists(
                        at -> (${from} = '' OR toString(toDate(toTimeZone(at, '${zone}'))) >= ${from})
                            AND (${to} = '' OR toString(toDate(toTimeZone(at, '${zone}'))) < ${to}),
                        if(${from} = '' AND ${to} = '', [], arrayConcat(alone_at, joint_at))
                    ),
                    [toUInt32(0)],
                    emptyArrayUInt32()
                )
            ) AS codes
        FROM party_visits FINAL
        WHERE gone = 0
    ),
    units AS (
        SELECT department_id, any(ancestor) AS unit
        FROM department_tree
        WHERE level = ${level}
            AND since <= (SELECT now FROM now) AND until > (SELECT now FROM now)
        GROUP BY department_id
    ),
    placed AS (
        SELECT party_places.party_id AS party_id, units.unit AS unit
        FROM party_places
        INNER JOIN units ON units.department_id = party_places.department_id
        WHERE ${level} != ''
    ),
    people AS (
        SELECT parties.cluster_id AS cluster_id, parties.kind AS kind,
            if(${level} = '', parties.area, placed.unit) AS area, cityHash64(area, kind) AS grouped
        FROM parties
        LEFT JOIN placed ON placed.party_id = parties.party_id
    ),
    visited AS (
        SELECT people.grouped AS grouped, code, count() AS counted
        FROM seen
        INNER JOIN people ON people.cluster_id = seen.cluster_id
        ARRAY JOIN seen.codes AS code
        GROUP BY grouped, code
        UNION ALL
        SELECT toUInt64(0), toUInt32(0), toUInt64(0)
        WHERE NOT (${from} = '' AND ${to} = '')
    ),
    listed AS (
        SELECT known.area AS area, known.kind AS kind, spans.code AS code, known.parties AS parties,
            spans.counts[indexOf(spans.groups, known.grouped)] AS counted
        FROM (
            SELECT grouped, any(area) AS area, any(kind) AS kind, count() AS parties
            FROM people
            GROUP BY grouped
        ) AS known
        CROSS JOIN (
            SELECT code, groupArray(grouped) AS groups, groupArray(counted) AS counts
            FROM visited
            GROUP BY code
        ) AS spans
    )
SELECT
    area,
    kind,
    multiIf(
        code = 0, 'span', code < 2000000, 'month', code < 3000000, 'quarter', 'year'
    ) AS period_kind,
    multiIf(
        code = 0, concat(${from}, '..', ${to}),
        code < 2000000, concat(substring(toString(code), 2, 4), '-', substring(toString(code), 6, 2)),
        code < 3000000, concat(substring(toString(code), 3, 4), 'Q', substring(toString(code), 7, 1)),
        substring(toString(code), 4, 4)
    ) AS period,
    parties,
    counted AS visited,
    parties - visited AS not_visited,
    round(100 * visited / parties, 1) AS rate
FROM listed
ORDER BY period_kind, period, area, kind

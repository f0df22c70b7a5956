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
    days AS (
        SELECT cluster_id, toDate(toTimeZone(assumeNotNull(start), '${zone}')) AS day
        FROM visits
        WHERE status = 'recorded' AND start IS NOT NULL
            AND (${from} = '' OR toString(day) >= ${from})
            AND (${to} = '' OR toString(day) < ${to})
    ),
    spans AS (
        SELECT arrayDistinct(arrayFlatten(groupUniqArray(if(
            ${from} = '' AND ${to} = '',
            [
                1000000 + toYYYYMM(day),
                2000000 + toYear(day) * 10 + toQuarter(day),
                3000000 + toYear(day)
            ],
            [0]
        )))) AS listed
        FROM days
    ),
    seen AS (
        SELECT
            cluster_id,
            groupUniqArray(toYYYYMM(day)) AS months,
            if(
                ${from} = '' AND ${to} = '',
                arrayDistinct(arrayFlatten(arrayMap(
                    month -> [
                        toUInt32(1000000 + month),
                        toUInt32(2000000 + intDiv(month, 100) * 10 + intDiv(month % 100 + 2, 3)),
                        toUInt32(3000000 + intDiv(month, 100))
                    ],
                    months
                ))),
                [toUInt32(0)]
            ) AS codes
        FROM days
        GROUP BY cluster_id
    ),
    units AS (
        SELECT department_id, any(ancestor) AS unit
        FROM department_tree
        WHERE level = ${level}
            AND since <= (SELECT now FROM now) AND until > (SELECT now FROM now)
        GROUP BY department_id
    ),
    people AS (
        SELECT parties.cluster_id AS cluster_id, toString(parties.kind) AS kind,
            if(${level} = '', parties.area, units.unit) AS area
        FROM parties
        LEFT JOIN party_places ON party_places.party_id = parties.party_id
        LEFT JOIN units ON units.department_id = party_places.department_id
    ),
    counted AS (
        SELECT area, kind, count() AS parties,
            sumMap(seen.codes, arrayMap(code -> toUInt64(1), seen.codes)) AS sums
        FROM people
        LEFT JOIN seen ON seen.cluster_id = people.cluster_id
        GROUP BY area, kind
    )
SELECT
    area,
    kind,
    multiIf(
        code = 0, 'span', code < 2000000, 'month', code < 3000000, 'quarter', 'year'
    ) AS period_kind,
    multiIf(
        code = 0, concat(${from}, '..', ${to}),
        code < 2000000,
        concat(substring(toString(code), 2, 4), '-', substring(toString(code), 6, 2)),
        code < 3000000,
        concat(substring(toString(code), 3, 4), 'Q', substring(toString(code), 7, 1)),
        substring(toString(code), 4, 4)
    ) AS period,
    parties,
    sums.2[indexOf(sums.1, code)] AS visited,
    parties - visited AS not_visited,
    round(100 * visited / parties, 1) AS rate
FROM counted
ARRAY JOIN if(
    ${from} = '' AND ${to} = '', (SELECT arrayMap(code -> toUInt32(code), listed) FROM spans),
    [toUInt32(0)]
) AS code
ORDER BY period_kind, period, area, kind

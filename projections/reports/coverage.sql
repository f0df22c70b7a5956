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
            if(${level} = '', parties.area, placed.unit) AS area
        FROM parties
        LEFT JOIN placed ON placed.party_id = parties.party_id
    ),
    counted AS (
        SELECT area, kind, code, count() AS counted
        FROM people
        LEFT JOIN seen ON seen.cluster_id = people.cluster_id
        ARRAY JOIN arrayPushBack(seen.codes, toUInt32(9)) AS code
        GROUP BY area, kind, code
    ),
    listed AS (
        SELECT known.area AS area, known.kind AS kind, spans.code AS code, known.counted AS parties
        FROM (SELECT area, kind, counted FROM counted WHERE code = 9) AS known
        CROSS JOIN (
            SELECT arrayJoin(if(
                ${from} = '' AND ${to} = '',
                (SELECT groupUniqArrayArray(codes) FROM seen),
                [toUInt32(0)]
            )) AS code
        ) AS spans
    )
SELECT
    listed.area AS area,
    listed.kind AS kind,
    multiIf(
        listed.code = 0, 'span', listed.code < 2000000, 'month', listed.code < 3000000, 'quarter', 'year'
    ) AS period_kind,
    multiIf(
        listed.code = 0, concat(${from}, '..', ${to}),
        listed.code < 2000000,
        concat(substring(toString(listed.code), 2, 4), '-', substring(toString(listed.code), 6, 2)),
        listed.code < 3000000,
        concat(substring(toString(listed.code), 3, 4), 'Q', substring(toString(listed.code), 7, 1)),
        substring(toString(listed.code), 4, 4)
    ) AS period,
    listed.parties AS parties,
    told.counted AS visited,
    parties - visited AS not_visited,
    round(100 * visited / parties, 1) AS rate
FROM listed
LEFT JOIN counted AS told
    ON told.area = listed.area AND told.kind = listed.kind AND told.code = listed.code
ORDER BY period_kind, period, area, kind

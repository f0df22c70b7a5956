-- roll-up | 分级汇总 | Roll-up by level
-- level | 层级 | Level
-- department_id | 单位 | Unit
-- department | 单位名称 | Unit's name
-- units | 单位数（含本级） | Units now, itself included
-- visits | 走访次数 | Visits
-- person_visits | 走访人次 | Person-visits
-- parties | 走访对象数 | Parties visited
-- cases | 牵头件数 | Cases led, opened
-- closed | 办结件数 | Cases closed
-- solved | 解决件数 | Cases solved
-- findings | 问题数 | Findings at its charge
-- from | 开始日期 | From this date | 1970-01-01
-- to | 结束日期（不含） | Before this date | 2200-01-01
-- level | 层级 | Level, all by default |
-- tree | 机构沿革：then 当时，today 现在 | Tree: then or today | then
--
-- What departments did, at every level above them. Tree then: as the tree stood when it happened;
-- today: under the unit that does its work now (of several successors the first named). A joint
-- visit counts whole for each unit that took part, so units of one level may add up to more than
-- the level above. Person-visits are officers on visits that took place. Departments that no
-- registration speaks of stand at level '' under their own id. Dates are local.
WITH
    changes AS (
        SELECT arraySort(groupUniqArray(since)) AS at
        FROM department_tree
        WHERE since > toDateTime64('1970-01-01 00:00:00', 3, 'UTC')
    ),
    things AS (
        SELECT toString(lead_department) AS department, assumeNotNull(opened_at) AS at,
            1 AS cases, 0 AS closed, 0 AS solved, 0 AS findings
        FROM cases
        WHERE opened_at IS NOT NULL AND lead_department != ''
        UNION ALL
        SELECT toString(lead_department), assumeNotNull(closed_at), 0, 1, outcome = 'solved', 0
        FROM cases
        WHERE closed_at IS NOT NULL AND lead_department != ''
        UNION ALL
        SELECT department, raised_at, 0, 0, 0, 1
        FROM findings
        WHERE department != '' AND status NOT IN ('dismissed', 'retracted')
    ),
    facts AS (
        SELECT [toString(department)] AS departments, any(went_at) AS at, count() AS visits,
            sum(persons) AS person_visits, toUInt64(0) AS cases, toUInt64(0) AS closed,
            toUInt64(0) AS solved, toUInt64(0) AS findings
        FROM party_visits FINAL
        ARRAY JOIN alone_at AS went_at, alone_by AS department, alone_persons AS persons,
            alone_era AS era
        WHERE gone = 0 AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
        GROUP BY department, era
        UNION ALL
        SELECT departments, any(went_at), count(), sum(persons), 0, 0, 0, 0
        FROM party_visits FINAL
        ARRAY JOIN joint_at AS went_at, joint_by AS departments, joint_persons AS persons
        WHERE gone = 0 AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
        GROUP BY departments, arrayCount(change -> change <= went_at, (SELECT at FROM changes))
        UNION ALL
        SELECT [department], any(things.at), 0, 0, sum(cases), sum(closed), sum(solved),
            sum(findings)
        FROM things
        WHERE things.at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND things.at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
        GROUP BY department, arrayCount(change -> change <= things.at, (SELECT at FROM changes))
    ),
    within AS (
        SELECT told.*, if(heirs.heir = '', told.department, heirs.heir) AS heir
        FROM (
            SELECT *, rowNumberInAllBlocks() AS fact, arrayJoin(arrayDistinct(departments))
                AS department
            FROM facts
        ) AS told
        LEFT JOIN department_heirs AS heirs ON heirs.department_id = told.department
    ),
    known AS (
        SELECT within.*, toString(tree.level) AS level, tree.ancestor_id AS unit
        FROM within
        INNER JOIN department_tree AS tree
            ON tree.department_id = if(${tree} = 'today', within.heir, within.department)
        WHERE if(${tree} = 'today', (SELECT now FROM now), within.at) >= tree.since
            AND if(${tree} = 'today', (SELECT now FROM now), within.at) < tree.until
    ),
    placed AS (
        SELECT level, unit, visits, person_visits, cases, closed, solved, findings
        FROM known
        LIMIT 1 BY fact, level, unit
        UNION ALL
        SELECT '', department, visits, person_visits, cases, closed, solved, findings
        FROM within
        WHERE department NOT IN (SELECT department_id FROM department_versions)
    ),
    pairs AS (
        SELECT cluster_id, toString(department) AS department, any(went_at) AS at
        FROM party_visits FINAL
        ARRAY JOIN
            arrayConcat(alone_at, arrayFlatten(arrayMap(
                (at, by) -> arrayMap(each -> at, by), joint_at, joint_by
            ))) AS went_at,
            arrayConcat(alone_by, arrayFlatten(joint_by)) AS department
        WHERE gone = 0 AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
            AND NOT (${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then')
        GROUP BY cluster_id, department,
            arrayCount(change -> change <= went_at, (SELECT at FROM changes))
    ),
    seen AS (
        SELECT named.level AS level, named.unit AS unit, counted.parties AS parties
        FROM (
            SELECT number, count() AS parties
            FROM party_visits FINAL
            ARRAY JOIN units AS number
            WHERE gone = 0
                AND ${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then'
            GROUP BY number
        ) AS counted
        INNER JOIN unit_numbers AS named ON named.number = counted.number
        UNION ALL
        SELECT '', department, count()
        FROM party_visits FINAL
        ARRAY JOIN strays AS department
        WHERE gone = 0 AND ${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then'
        GROUP BY department
        UNION ALL
        SELECT toString(tree.level), tree.ancestor_id, uniqExact(pairs.cluster_id)
        FROM (
            SELECT pairs.*, if(heirs.heir = '', pairs.department, heirs.heir) AS heir
            FROM pairs
            LEFT JOIN department_heirs AS heirs ON heirs.department_id = pairs.department
        ) AS pairs
        INNER JOIN department_tree AS tree
            ON tree.department_id = if(${tree} = 'today', pairs.heir, pairs.department)
        WHERE if(${tree} = 'today', (SELECT now FROM now), pairs.at) >= tree.since
            AND if(${tree} = 'today', (SELECT now FROM now), pairs.at) < tree.until
        GROUP BY tree.level, tree.ancestor_id
        UNION ALL
        SELECT '', department, uniqExact(cluster_id)
        FROM pairs
        WHERE department NOT IN (SELECT department_id FROM department_versions)
        GROUP BY department
    ),
    listed AS (
        SELECT toString(level) AS level, ancestor_id AS unit, uniqExact(department_id) AS units,
            toUInt64(0) AS visits, toUInt64(0) AS person_visits, toUInt64(0) AS parties,
            toUInt64(0) AS cases, toUInt64(0) AS closed, toUInt64(0) AS solved,
            toUInt64(0) AS findings
        FROM department_tree
        WHERE (SELECT now FROM now) >= since AND (SELECT now FROM now) < until
            AND department_id NOT IN (
                SELECT department_id FROM department_heirs WHERE heir != department_id
            )
        GROUP BY level, unit
        UNION ALL
        SELECT level, unit, 0, visits, person_visits, 0, cases, closed, solved, findings FROM placed
        UNION ALL
        SELECT level, unit, 0, 0, 0, parties, 0, 0, 0, 0 FROM seen
    )
SELECT
    listed.level AS level,
    listed.unit AS department_id,
    departments.name AS department,
    sum(listed.units) AS units,
    sum(listed.visits) AS visits,
    sum(listed.person_visits) AS person_visits,
    sum(listed.parties) AS parties,
    sum(listed.cases) AS cases,
    sum(listed.closed) AS closed,
    sum(listed.solved) AS solved,
    sum(listed.findings) AS findings
FROM listed
LEFT JOIN departments ON departments.department_id = listed.unit
WHERE ${level} IN ('', listed.level)
GROUP BY level, department_id, department
ORDER BY
    indexOf(['province', 'city', 'county', 'township', 'village'], level) = 0,
    indexOf(['province', 'city', 'county', 'township', 'village'], level),
    department_id

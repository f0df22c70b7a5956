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
    stands AS (
        SELECT department_id, toUInt64(era) AS era, units
        FROM department_units
        WHERE ${tree} != 'today'
        UNION ALL
        SELECT heirs.department_id, eras.era, standing.units
        FROM department_heirs AS heirs
        INNER JOIN (
            SELECT department_id, units FROM department_units
            WHERE era = (
                SELECT arrayCount(change -> change <= (SELECT now FROM now), at) FROM changes
            )
        ) AS standing ON standing.department_id = heirs.heir
        CROSS JOIN (
            SELECT arrayJoin(range(toUInt64(length(at) + 1))) AS era FROM changes
        ) AS eras
        WHERE ${tree} = 'today'
    ),
    things AS (
        SELECT toString(lead_department) AS department,
            arrayCount(change -> change <= moment, (SELECT at FROM changes)) AS era,
            countIf(which = 1) AS cases, countIf(which = 2) AS closed,
            countIf(which = 2 AND outcome = 'solved') AS solved, toUInt64(0) AS findings
        FROM cases
        ARRAY JOIN [opened_at, closed_at] AS moment, [1, 2] AS which
        WHERE moment IS NOT NULL AND lead_department != ''
            AND moment >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND moment < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
        GROUP BY lead_department, era
        UNION ALL
        SELECT department,
            arrayCount(change -> change <= raised_at, (SELECT at FROM changes)) AS era,
            0, 0, 0, count()
        FROM findings
        WHERE department != '' AND status NOT IN ('dismissed', 'retracted')
            AND raised_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND raised_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
        GROUP BY department, era
    ),
    facts AS (
        SELECT [toString(department)] AS departments, toUInt64(era) AS era, count() AS visits,
            sum(persons) AS person_visits, toUInt64(0) AS cases, toUInt64(0) AS closed,
            toUInt64(0) AS solved, toUInt64(0) AS findings
        FROM party_visits FINAL
        ARRAY JOIN alone_at AS went_at, alone_by AS department, alone_persons AS persons,
            alone_era AS era
        WHERE gone = 0 AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
            AND NOT (${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then')
        GROUP BY department, era
        UNION ALL
        SELECT departments, arrayCount(change -> change <= went_at, (SELECT at FROM changes)) AS era,
            count(), sum(persons), 0, 0, 0, 0
        FROM party_visits FINAL
        ARRAY JOIN joint_at AS went_at, joint_by AS departments, joint_persons AS persons
        WHERE gone = 0 AND NOT (${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then')
            AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
        GROUP BY departments, era
        UNION ALL
        SELECT [department], era, 0, 0, cases, closed, solved, findings
        FROM things
    ),
    under AS (
        SELECT told.fact AS fact, any(told.visits) AS visits,
            any(told.person_visits) AS person_visits, any(told.cases) AS cases,
            any(told.closed) AS closed, any(told.solved) AS solved, any(told.findings) AS findings,
            groupUniqArrayArray(stood.units) AS units
        FROM (
            SELECT facts.*, rowNumberInAllBlocks() AS fact,
                arrayJoin(arrayDistinct(departments)) AS department
            FROM facts
        ) AS told
        INNER JOIN stands AS stood
            ON stood.department_id = told.department AND stood.era = told.era
        GROUP BY fact
    ),
    strays AS (
        SELECT arrayJoin(arrayDistinct(departments)) AS department, count() AS visits,
            sum(persons) AS person_visits, uniqExact(cluster_id) AS parties,
            toUInt64(0) AS cases, toUInt64(0) AS closed, toUInt64(0) AS solved,
            toUInt64(0) AS findings
        FROM party_visits FINAL
        ARRAY JOIN arrayConcat(alone_at, joint_at) AS went_at,
            arrayConcat(arrayMap(by -> [toString(by)], alone_by), joint_by) AS departments,
            arrayConcat(alone_persons, joint_persons) AS persons
        WHERE gone = 0 AND notEmpty(strays)
            AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
        GROUP BY department
        UNION ALL
        SELECT department, 0, 0, 0, sum(cases), sum(closed), sum(solved), sum(findings)
        FROM things
        WHERE department NOT IN (SELECT department_id FROM department_versions)
        GROUP BY department
    ),
    pairs AS (
        SELECT cluster_id, toString(department) AS department, toUInt64(era) AS era
        FROM party_visits FINAL
        ARRAY JOIN alone_at AS went_at, alone_by AS department, alone_era AS era
        WHERE gone = 0 AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
            AND NOT (${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then')
        GROUP BY cluster_id, department, era
        UNION ALL
        SELECT cluster_id, arrayJoin(departments),
            arrayCount(change -> change <= went_at, (SELECT at FROM changes))
        FROM party_visits FINAL
        ARRAY JOIN joint_at AS went_at, joint_by AS departments
        WHERE gone = 0 AND went_at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND went_at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
            AND NOT (${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then')
    ),
    seen AS (
        SELECT groupUniqArrayArray(stood.units) AS units
        FROM pairs
        INNER JOIN stands AS stood
            ON stood.department_id = pairs.department AND stood.era = pairs.era
        GROUP BY pairs.cluster_id
    ),
    numbered AS (
        SELECT number, sum(visits) AS visits, sum(person_visits) AS person_visits,
            toUInt64(0) AS parties, sum(cases) AS cases, sum(closed) AS closed,
            sum(solved) AS solved, sum(findings) AS findings
        FROM under
        ARRAY JOIN units AS number
        GROUP BY number
        UNION ALL
        SELECT number, visits, person_visits, parties, 0, 0, 0, 0
        FROM unit_visits
        WHERE ${from} = '1970-01-01' AND ${to} = '2200-01-01' AND ${tree} = 'then'
        UNION ALL
        SELECT number, 0, 0, count(), 0, 0, 0, 0 FROM seen ARRAY JOIN units AS number GROUP BY number
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
        SELECT named.level, named.unit, 0, visits, person_visits, parties, cases, closed, solved,
            findings
        FROM numbered
        INNER JOIN unit_numbers AS named ON named.number = numbered.number
        UNION ALL
        SELECT '', department, 0, visits, person_visits, parties, cases, closed, solved, findings
        FROM strays
        WHERE department NOT IN (SELECT department_id FROM department_versions)
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

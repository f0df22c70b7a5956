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
SELECT
    level,
    department_id,
    department,
    countIf(number = 'units') AS units,
    countIf(number = 'visits') AS visits,
    countIf(number = 'person_visits') AS person_visits,
    countIf(number = 'parties') AS parties,
    countIf(number = 'cases') AS cases,
    countIf(number = 'closed') AS closed,
    countIf(number = 'solved') AS solved,
    countIf(number = 'findings') AS findings
FROM report_roll_up_cases
GROUP BY level, department_id, department
ORDER BY
    indexOf(['province', 'city', 'county', 'township', 'village'], level) = 0,
    indexOf(['province', 'city', 'county', 'township', 'village'], level),
    department_id

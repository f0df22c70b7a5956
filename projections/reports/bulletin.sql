-- bulletin | 季度公报 | Public bulletin
-- quarter | 季度 | Quarter
-- subject | 分组 | Grouped by
-- name | 组别 | Group
-- measure | 指标 | Measure
-- title_zh | 指标名称 | In Chinese
-- title_en | 指标英文名 | In English
-- counted | 计数 | Counted
-- reached | 其中达到 | Of them
-- rate | 比率（%） | Rate (%)
-- suppressed | 已隐去 | Hidden, too few
--
-- For the public: no party, no officer, no text. Grouped by area, category and department, and all
-- together. Solved: of cases closed; on time: of clocks judged, without extensions; satisfied: of
-- those who gave a level, without what was left out. A group of fewer parties than least_group of
-- the reports policy is hidden; where one is, the smallest other group is as well, so that it
-- cannot be worked out from the whole; of departments two, for each of them knows its own figure.
WITH
    tables AS (
        SELECT
            quarter,
            subject,
            measure,
            countIf(size < (SELECT least_group FROM limits)) AS small,
            arraySlice(arrayMap(one -> one.2, arraySort(groupArrayIf(
                (counted, name), size >= (SELECT least_group FROM limits)
            ))), 1, 2) AS beside
        FROM bulletin_counts
        GROUP BY quarter, subject, measure
    ),
    judged AS (
        SELECT
            groups.quarter AS quarter,
            groups.subject AS subject,
            groups.name AS name,
            groups.measure AS measure,
            groups.counted AS all_counted,
            groups.reached AS all_reached,
            groups.size < (SELECT least_group FROM limits)
                OR (tables.small > 0 AND (groups.name = tables.beside[1]
                    OR (groups.subject = 'department' AND groups.name = tables.beside[2]))) AS hidden
        FROM bulletin_counts AS groups
        INNER JOIN tables
            ON tables.quarter = groups.quarter
            AND tables.subject = groups.subject
            AND tables.measure = groups.measure
    )
SELECT
    quarter,
    subject,
    name,
    measure,
    transform(
        measure,
        ['cases', 'solved', 'on-time', 'satisfied'],
        ['受理件数', '办结件中解决', '按时限办理', '满意'],
        ''
    ) AS title_zh,
    transform(
        measure,
        ['cases', 'solved', 'on-time', 'satisfied'],
        ['cases taken in', 'solved, of cases closed', 'in time, of limits judged',
            'satisfied, of those who said'],
        ''
    ) AS title_en,
    if(hidden, NULL, all_counted) AS counted,
    if(hidden OR measure = 'cases', NULL, all_reached) AS reached,
    if(hidden OR measure = 'cases' OR all_counted = 0, NULL, round(100 * all_reached / all_counted, 1))
        AS rate,
    toUInt8(hidden) AS suppressed
FROM judged
ORDER BY quarter, subject, name, measure

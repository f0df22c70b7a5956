-- compression | 承诺时限压缩 | Time limits: promised against statutory
-- department | 部门 | Department
-- items | 事项数 | Items
-- limited | 有法定和承诺时限的事项数 | Items with both limits
-- at_goal | 达到压缩目标的事项数 | Items at the goal or beyond
-- at_goal_rate | 达标率（%） | At the goal (%)
-- compression | 总体压缩比例（%） | Compression of the sum (%)
-- average_compression | 平均压缩比例（%） | Average compression (%)
-- answered | 已答复件数 | Orders answered
-- in_time | 承诺时限内 | Within the promised limit
-- in_law | 法定时限内 | Within the statutory limit
-- promised_used | 实际用时占承诺时限（%） | Of the promised limit used (%)
-- statutory_used | 实际用时占法定时限（%） | Of the statutory limit used (%)
-- actual_compression | 实际压缩比例（%） | Actual compression (%)
--
-- One row per department of the menus in force. Compression is 1 - promised / statutory: of the
-- sums of all items with both limits (NULL where they count in several units, which are never
-- converted), and as the average over those items. The goal is the menu's (75 %, say). Actual: of
-- orders answered under both limits, the average share of each limit that the answer used, on the
-- clock's own measure (business minutes for working days); actual compression is what is left of
-- the statutory limit.
SELECT
    department,
    countIf(number = 'items') AS items,
    countIf(number = 'limited') AS limited,
    countIf(number = 'at_goal') AS at_goal,
    if(limited = 0, NULL, round(100 * at_goal / limited, 1)) AS at_goal_rate,
    if(
        limited = 0 OR uniqExactIf(unit, number = 'limited') > 1,
        NULL,
        round(
            100 * (1 - sumIf(promised, number = 'limited') / sumIf(statutory, number = 'limited')),
            1
        )
    ) AS compression,
    if(limited = 0, NULL, round(100 * avgIf(1 - promised / statutory, number = 'limited'), 1))
        AS average_compression,
    countIf(number = 'answered') AS answered,
    countIf(number = 'in_time') AS in_time,
    countIf(number = 'in_law') AS in_law,
    if(answered = 0, NULL, round(avgIf(report_compression_cases.promised_used,
        number = 'answered'), 1)) AS promised_used,
    if(answered = 0, NULL, round(avgIf(report_compression_cases.statutory_used,
        number = 'answered'), 1)) AS statutory_used,
    if(answered = 0, NULL, round(100 - avgIf(report_compression_cases.statutory_used,
        number = 'answered'), 1)) AS actual_compression
FROM report_compression_cases
GROUP BY department
ORDER BY department

-- scoreboard | 季度晒拼创榜 | Quarterly scoreboard
-- quarter | 季度 | Quarter
-- department | 部门 | Department
-- opened | 牵头件数 | Cases led, opened
-- closed | 办结件数 | Closed
-- solved | 解决件数 | Solved
-- solved_rate | 解决率（%） | Solved of closed (%)
-- orders | 点单办结数 | Menu orders closed
-- orders_solved | 点单办成数 | Menu orders done
-- judged | 应计时限数 | Clocks judged
-- in_time | 按时数 | In time
-- in_time_net | 不靠延期按时数 | In time without extensions
-- gross_rate | 按时率（含延期，%） | On time, extensions allowed (%)
-- net_rate | 按时率（不含延期，%） | On time without extensions (%)
-- answered | 评价件数 | Evaluations answered
-- satisfied | 满意件数 | Satisfied
-- satisfied_rate | 满意率（全口径，%） | Satisfied of answered, gross (%)
-- answered_net | 评价件数（剔除后） | Evaluations answered, net
-- satisfied_net | 满意件数（剔除后） | Satisfied, net
-- satisfied_rate_net | 满意率（剔除后，%） | Satisfied of answered, net (%)
-- returns | 退回次数 | Cases returned
-- findings | 问题数 | Findings at its charge
-- score_gross | 得分（全口径） | Score, gross
-- score_net | 得分（剔除延期与剔除评价） | Score, net
-- formula | 计分办法 | Formula
-- formula | 计分办法 | Formula |
--
-- A quarter begins at midnight local time; each figure counts in the quarter it happened: cases by
-- opening and by closing, clocks by deadline, evaluations, returns and findings by their own time.
-- Cases count for the lead department, evaluations for the one rated. Satisfied: level 3 to 5 of
-- those who gave one; hidden where fewer answered than least_group of the reports policy, and not
-- weighed then. Findings dismissed or retracted are left out. Each quarter is scored by the formula
-- that held for it; --formula scores all by one. The formulas stand in projections/formulas.
SELECT
    counts.quarter AS quarter,
    counts.department AS department,
    opened,
    closed,
    solved,
    if(closed = 0, NULL, round(100 * solved / closed, 1)) AS solved_rate,
    orders,
    orders_solved,
    judged,
    in_time,
    in_time_net,
    if(judged = 0, NULL, round(100 * in_time / judged, 1)) AS gross_rate,
    if(judged = 0, NULL, round(100 * in_time_net / judged, 1)) AS net_rate,
    answered,
    if(gross_shown, counts.satisfied, NULL) AS satisfied,
    if(gross_shown, round(100 * counts.satisfied / answered, 1), NULL) AS satisfied_rate,
    answered_net,
    if(net_shown, counts.satisfied_net, NULL) AS satisfied_net,
    if(net_shown, round(100 * counts.satisfied_net / answered_net, 1), NULL)
        AS satisfied_rate_net,
    returns,
    findings,
    score_gross,
    score_net,
    scores.formula AS formula
FROM scoreboard_counts AS counts
INNER JOIN scoreboard_scores AS scores
    ON scores.quarter = counts.quarter AND scores.department = counts.department
WHERE if(${formula} = '', scores.in_force, scores.formula = ${formula})
ORDER BY quarter, department

-- scoreboard | 季度晒拼创榜 | Quarterly scoreboard
-- quarter | 季度 | Quarter
-- department | 部门 | Department
-- opened | 牵头件数 | Cases led, opened
-- closed | 办结件数 | Closed
-- solved | 解决件数 | Solved
-- solved_rate | 解决率（%） | Solved of closed (%)
-- judged | 应计时限数 | Clocks judged
-- in_time | 按时数 | In time
-- in_time_net | 不靠延期按时数 | In time without extensions
-- gross_rate | 按时率（含延期，%） | On time, extensions allowed (%)
-- net_rate | 按时率（不含延期，%） | On time without extensions (%)
-- answered | 评价件数 | Evaluations answered
-- satisfied | 满意件数 | Satisfied
-- satisfied_rate | 满意率（%） | Satisfied of answered (%)
-- returns | 退回次数 | Cases returned
-- findings | 问题数 | Findings at its charge
-- score_gross | 得分（含延期） | Score, extensions allowed
-- score_net | 得分（不含延期） | Score without extensions
-- formula | 计分办法 | Formula
--
-- A quarter begins at midnight local time; each figure counts in the quarter it happened: cases by
-- opening and by closing, clocks by deadline, evaluations, returns and findings by their own time.
-- Cases and evaluations count for the lead department. Satisfied: level 3 to 5 of those who
-- gave one. Findings dismissed or retracted are left out. Formula 1: 40 % on time, 30 % solved,
-- 30 % satisfied; a rate that nothing was counted for is left out and the others weigh more.
WITH
    counted AS (
        SELECT
            quarter,
            department,
            countIf(number = 'opened') AS opened,
            countIf(number = 'closed') AS closed,
            countIf(number = 'solved') AS solved,
            countIf(number = 'judged') AS judged,
            countIf(number = 'in_time') AS in_time,
            countIf(number = 'in_time_net') AS in_time_net,
            countIf(number = 'answered') AS answered,
            countIf(number = 'satisfied') AS satisfied,
            countIf(number = 'returns') AS returns,
            countIf(number = 'findings') AS findings
        FROM report_scoreboard_cases
        GROUP BY quarter, department
    ),
    weighed AS (
        SELECT
            *,
            40 * (judged > 0) + 30 * (closed > 0) + 30 * (answered > 0) AS weight,
            30 * if(closed = 0, 0, solved / closed)
                + 30 * if(answered = 0, 0, satisfied / answered) AS results
        FROM counted
    )
SELECT
    quarter,
    department,
    opened,
    closed,
    solved,
    if(closed = 0, NULL, round(100 * solved / closed, 1)) AS solved_rate,
    judged,
    in_time,
    in_time_net,
    if(judged = 0, NULL, round(100 * in_time / judged, 1)) AS gross_rate,
    if(judged = 0, NULL, round(100 * in_time_net / judged, 1)) AS net_rate,
    answered,
    satisfied,
    if(answered = 0, NULL, round(100 * satisfied / answered, 1)) AS satisfied_rate,
    returns,
    findings,
    if(
        weight = 0,
        NULL,
        round(100 * (results + 40 * if(judged = 0, 0, in_time / judged)) / weight, 1)
    ) AS score_gross,
    if(
        weight = 0,
        NULL,
        round(100 * (results + 40 * if(judged = 0, 0, in_time_net / judged)) / weight, 1)
    ) AS score_net,
    1 AS formula
FROM weighed
ORDER BY quarter, department

-- scoreboard | 季度晒拼创榜 | Quarterly scoreboard
-- quarter | 季度 | Quarter
-- department | 部门 | Department
-- opened | 牵头件数 | Cases led, opened
-- closed | 办结件数 | Closed
-- solved | 解决件数 | Solved
-- solved_rate | 解决率（%） | Solved of closed (%)
-- judged | 应计时限数 | Clocks judged
-- gross_rate | 按时率（含延期，%） | On time, extensions allowed (%)
-- net_rate | 按时率（不含延期，%） | On time without extensions (%)
-- answered | 评价件数 | Evaluations answered
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
    marks AS (
        SELECT opened_at AS at, toString(lead_department) AS department, 'opened' AS mark
        FROM cases
        UNION ALL
        SELECT closed_at, toString(lead_department), 'closed' FROM cases
        UNION ALL
        SELECT closed_at, toString(lead_department), 'solved' FROM cases WHERE outcome = 'solved'
        UNION ALL
        SELECT
            deadline,
            toString(if(clocks.department = '', lead_department, clocks.department)),
            arrayJoin(
                arrayFilter(
                    mark -> mark != '',
                    [
                        'judged',
                        if(clocks.status = 'met' AND overturned = 0, 'gross', ''),
                        if(
                            clocks.status = 'met' AND overturned = 0 AND (
                                extended = 0 OR ifNull(stopped_at <= net_deadline, 0)
                            ),
                            'net',
                            ''
                        )
                    ]
                )
            )
        FROM clocks
        LEFT JOIN cases USING (case_id)
        WHERE clocks.status IN ('met', 'breached') OR overturned = 1
        UNION ALL
        SELECT
            evaluations.time,
            toString(lead_department),
            arrayJoin(
                if(ifNull(level, 0) >= 3, ['answered', 'satisfied'], ['answered'])
            )
        FROM evaluations
        LEFT JOIN cases USING (case_id)
        WHERE evaluations.outcome = 'answered' AND own = 0 AND level IS NOT NULL
        UNION ALL
        SELECT toNullable(time), department, 'returned' FROM returns
        UNION ALL
        SELECT toNullable(raised_at), department, 'finding'
        FROM findings
        WHERE status NOT IN ('dismissed', 'retracted')
    ),
    counted AS (
        SELECT
            toStartOfQuarter(toTimeZone(assumeNotNull(at), '${zone}')) AS first_day,
            department,
            countIf(mark = 'opened') AS opened,
            countIf(mark = 'closed') AS closed,
            countIf(mark = 'solved') AS solved,
            countIf(mark = 'judged') AS judged,
            countIf(mark = 'gross') AS gross,
            countIf(mark = 'net') AS net,
            countIf(mark = 'answered') AS answered,
            countIf(mark = 'satisfied') AS satisfied,
            countIf(mark = 'returned') AS returned,
            countIf(mark = 'finding') AS found
        FROM marks
        WHERE at IS NOT NULL AND department != ''
        GROUP BY first_day, department
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
    concat(toString(toYear(first_day)), 'Q', toString(toQuarter(first_day))) AS quarter,
    department,
    opened,
    closed,
    solved,
    if(closed = 0, NULL, round(100 * solved / closed, 1)) AS solved_rate,
    judged,
    if(judged = 0, NULL, round(100 * gross / judged, 1)) AS gross_rate,
    if(judged = 0, NULL, round(100 * net / judged, 1)) AS net_rate,
    answered,
    if(answered = 0, NULL, round(100 * satisfied / answered, 1)) AS satisfied_rate,
    returned AS returns,
    found AS findings,
    if(weight = 0, NULL, round(100 * (results + 40 * if(judged = 0, 0, gross / judged)) / weight, 1))
        AS score_gross,
    if(weight = 0, NULL, round(100 * (results + 40 * if(judged = 0, 0, net / judged)) / weight, 1))
        AS score_net,
    1 AS formula
FROM weighed
ORDER BY quarter, department

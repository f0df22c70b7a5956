-- supervision | 督办约谈名单 | Supervision list
-- quarter | 季度 | Quarter
-- place | 倒数位次 | Place from the bottom
-- department | 部门 | Department
-- score_net | 得分 | Score, net
-- score_before | 上季得分 | Score of the quarter before
-- change | 升降 | Change
-- times | 累计上榜次数 | Times on the list so far
-- pulled_down | 失分项 | What pulled it down, points
-- judged | 应计时限数 | Clocks judged
-- in_time_net | 不靠延期按时数 | In time without extensions
-- closed | 办结件数 | Closed
-- solved | 解决件数 | Solved
-- answered_net | 评价件数（剔除后） | Evaluations answered, net
-- satisfied_net | 满意件数（剔除后） | Satisfied, net
-- orders | 点单办结数 | Menu orders closed
-- orders_solved | 点单办成数 | Menu orders done
-- returns | 退回次数 | Cases returned
-- findings | 问题数 | Findings at its charge
-- formula | 计分办法 | Formula
--
-- The lowest departments of each quarter by the net score of the formula that held, as many as the
-- reports policy says (supervised), all that share the last place included. Who had fewer clocks
-- judged than least_cases is not ranked. Pulled down: each part of the formula that cost points.
WITH
    scored AS (
        SELECT
            board.*,
            scores.lost AS lost,
            lagInFrame(board.quarter) OVER past AS quarter_before,
            lagInFrame(board.score_net) OVER past AS net_before
        FROM report_scoreboard AS board
        INNER JOIN scoreboard_scores AS scores
            ON scores.quarter = board.quarter AND scores.department = board.department
            AND scores.formula = board.formula
        WINDOW past AS (
            PARTITION BY board.department ORDER BY board.quarter
            ROWS BETWEEN 1 PRECEDING AND CURRENT ROW
        )
    ),
    ranked AS (
        SELECT *, arraySort(groupArray(assumeNotNull(score_net)) OVER (PARTITION BY quarter)) AS ladder
        FROM scored
        WHERE score_net IS NOT NULL AND judged >= (SELECT least_cases FROM limits)
    ),
    lowest AS (
        SELECT *, least(length(ladder), (SELECT toUInt64(supervised) FROM limits)) AS listed
        FROM ranked
        WHERE listed > 0 AND score_net <= ladder[listed]
    )
SELECT
    quarter,
    toUInt64(arrayCount(lower -> lower < score_net, ladder) + 1) AS place,
    department,
    score_net,
    if(
        quarter_before = if(
            endsWith(quarter, '1'),
            concat(toString(toUInt16(substring(quarter, 1, 4)) - 1), 'Q4'),
            concat(substring(quarter, 1, 5), toString(toUInt8(substring(quarter, 6, 1)) - 1))
        ),
        net_before,
        NULL
    ) AS score_before,
    round(score_net - score_before, 1) AS change,
    count() OVER (PARTITION BY department ORDER BY quarter) AS times,
    arrayMap(
        part -> concat(part.1, ' -', toString(part.2)),
        arraySort(part -> -part.2, arrayFilter(part -> part.2 > 0, lost))
    ) AS pulled_down,
    judged,
    in_time_net,
    closed,
    solved,
    answered_net,
    satisfied_net,
    orders,
    orders_solved,
    returns,
    findings,
    formula
FROM lowest
ORDER BY quarter, place, department

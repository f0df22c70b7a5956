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
    ranked AS (
        SELECT *
        FROM report_scoreboard
        WHERE score_net IS NOT NULL AND judged >= (SELECT least_cases FROM limits)
    ),
    quarters AS (
        SELECT
            quarter,
            arraySort(groupArray(assumeNotNull(score_net))) AS ladder,
            least(length(ladder), (SELECT toUInt64(supervised) FROM limits)) AS listed
        FROM ranked
        GROUP BY quarter
    ),
    lowest AS (
        SELECT ranked.*, arrayCount(lower -> lower < score_net, ladder) + 1 AS place
        FROM ranked
        INNER JOIN quarters ON quarters.quarter = ranked.quarter
        WHERE listed > 0 AND ranked.score_net <= ladder[listed]
    ),
    history AS (
        SELECT department, groupArray(quarter) AS quarters FROM lowest GROUP BY department
    )
SELECT
    lowest.quarter AS quarter,
    lowest.place AS place,
    lowest.department AS department,
    lowest.score_net AS score_net,
    earlier.score_net AS score_before,
    round(lowest.score_net - earlier.score_net, 1) AS change,
    arrayCount(past -> past <= lowest.quarter, history.quarters) AS times,
    arrayMap(
        part -> concat(part.1, ' -', toString(part.2)),
        arraySort(part -> -part.2, arrayFilter(part -> part.2 > 0, scores.lost))
    ) AS pulled_down,
    lowest.judged AS judged,
    lowest.in_time_net AS in_time_net,
    lowest.closed AS closed,
    lowest.solved AS solved,
    lowest.answered_net AS answered_net,
    lowest.satisfied_net AS satisfied_net,
    lowest.orders AS orders,
    lowest.orders_solved AS orders_solved,
    lowest.returns AS returns,
    lowest.findings AS findings,
    lowest.formula AS formula
FROM lowest
INNER JOIN history ON history.department = lowest.department
INNER JOIN scoreboard_scores AS scores
    ON scores.quarter = lowest.quarter AND scores.department = lowest.department
    AND scores.formula = lowest.formula
LEFT JOIN (
    SELECT
        department,
        score_net,
        if(
            endsWith(quarter, '4'),
            concat(toString(toUInt16(substring(quarter, 1, 4)) + 1), 'Q1'),
            concat(substring(quarter, 1, 5), toString(toUInt8(substring(quarter, 6, 1)) + 1))
        ) AS next
    FROM report_scoreboard
) AS earlier ON earlier.next = lowest.quarter AND earlier.department = lowest.department
ORDER BY quarter, place, department

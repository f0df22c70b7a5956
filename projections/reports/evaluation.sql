-- evaluation | 评价（好差评） | Evaluations
-- quarter | 季度 | Quarter
-- department | 被评部门 | Department rated
-- asked | 应评件数 | Asked
-- reached | 联系到 | Reached
-- answered | 已评价 | Answered
-- by_party | 服务对象自评 | Given by the party itself
-- by_hub | 中枢回访 | Collected by the hub
-- by_third_party | 第三方评估 | Collected by a third party
-- rated | 打分件数 | Gave a level
-- satisfied | 满意 | Satisfied
-- satisfied_rate | 满意率（全口径，%） | Satisfied, gross (%)
-- rated_net | 打分件数（剔除后） | Gave a level, net
-- satisfied_net | 满意（剔除后） | Satisfied, net
-- satisfied_rate_net | 满意率（剔除后，%） | Satisfied, net (%)
-- told | 说明是否解决 | Said whether it is solved
-- solved | 解决 | Solved, they say
-- solved_rate | 解决率（全口径，%） | Solved, gross (%)
-- told_net | 说明是否解决（剔除后） | Said whether it is solved, net
-- solved_net | 解决（剔除后） | Solved, they say, net
-- solved_rate_net | 解决率（剔除后，%） | Solved, net (%)
-- excluded | 经批准剔除 | Left out with approval
-- own | 自评不计 | Rated by the handler, not counted
-- unknown | 轮次不明不计 | Of no known episode, not counted
-- suppressed | 已隐去 | Hidden, too few
-- for | 提供给部门 | As this department may see it |
--
-- One evaluation per episode, in the quarter it was given, for the department that led the
-- episode last. Satisfied: level 3 to 5. Gross: with those left out; net: without. A department
-- (--for) sees its own rows only; where fewer than least_group of the reports policy answered it
-- sees no rating, and gross only beside net when enough were left out: who rated how stays hidden.
WITH
    counted AS (
        SELECT
            quarter,
            department,
            countIf(number = 'asked') AS asked,
            countIf(number = 'reached') AS reached,
            countIf(number = 'answered') AS answered,
            countIf(number = 'by_party') AS by_party,
            countIf(number = 'by_hub') AS by_hub,
            countIf(number = 'by_third_party') AS by_third_party,
            countIf(number = 'rated') AS rated,
            countIf(number = 'satisfied') AS satisfied,
            countIf(number = 'rated_net') AS rated_net,
            countIf(number = 'satisfied_net') AS satisfied_net,
            countIf(number = 'told') AS told,
            countIf(number = 'solved') AS solved,
            countIf(number = 'told_net') AS told_net,
            countIf(number = 'solved_net') AS solved_net,
            countIf(number = 'excluded') AS excluded,
            countIf(number = 'own') AS own,
            countIf(number = 'unknown') AS unknown
        FROM evaluation_marks
        WHERE ${for} = '' OR department = ${for}
        GROUP BY quarter, department
    ),
    guarded AS (
        SELECT
            *,
            (SELECT least_group FROM limits) AS k,
            ${for} != '' AND excluded > 0 AND excluded < k AS few_left_out,
            ${for} = '' OR rated = 0 OR (rated >= k AND NOT few_left_out) AS rating_shown,
            ${for} = '' OR rated_net = 0 OR rated_net >= k AS rating_net_shown,
            ${for} = '' OR told = 0 OR (told >= k AND NOT few_left_out) AS telling_shown,
            ${for} = '' OR told_net = 0 OR told_net >= k AS telling_net_shown
        FROM counted
    )
SELECT
    quarter,
    department,
    asked,
    reached,
    answered,
    by_party,
    by_hub,
    by_third_party,
    if(rating_shown, guarded.rated, NULL) AS rated,
    if(rating_shown, guarded.satisfied, NULL) AS satisfied,
    if(rating_shown AND guarded.rated > 0, round(100 * guarded.satisfied / guarded.rated, 1), NULL)
        AS satisfied_rate,
    if(rating_net_shown, guarded.rated_net, NULL) AS rated_net,
    if(rating_net_shown, guarded.satisfied_net, NULL) AS satisfied_net,
    if(rating_net_shown AND guarded.rated_net > 0, round(100 * guarded.satisfied_net / guarded.rated_net, 1), NULL)
        AS satisfied_rate_net,
    if(telling_shown, guarded.told, NULL) AS told,
    if(telling_shown, guarded.solved, NULL) AS solved,
    if(telling_shown AND guarded.told > 0, round(100 * guarded.solved / guarded.told, 1), NULL)
        AS solved_rate,
    if(telling_net_shown, guarded.told_net, NULL) AS told_net,
    if(telling_net_shown, guarded.solved_net, NULL) AS solved_net,
    if(telling_net_shown AND guarded.told_net > 0, round(100 * guarded.solved_net / guarded.told_net, 1), NULL)
        AS solved_rate_net,
    excluded,
    own,
    unknown,
    toUInt8(NOT (rating_shown AND rating_net_shown AND telling_shown AND telling_net_shown))
        AS suppressed
FROM guarded
ORDER BY quarter, department

-- items | 菜单事项办理结果 | Results per menu item
-- department | 部门 | Department
-- category | 类别 | Category
-- item | 事项 | Item
-- orders | 点单件数 | Orders
-- answered | 答复件数 | Answered
-- judged | 应计件数 | Judged
-- in_time | 按时件数 | In time
-- in_time_rate | 按时率（%） | In time (%)
-- evaluated | 评价件数 | Evaluated
-- satisfied | 满意件数 | Satisfied
-- satisfied_rate | 满意率（%） | Satisfied (%)
-- named | 点将件数 | Naming an officer
--
-- One row per department and item of the service menu that was ordered. In time: the first answer
-- came within the promised limit and was not overturned by a re-opening. Satisfied: level 3 to 5
-- of those who gave one. What an item is called stands in the view menu_items.
SELECT
    department,
    category,
    item,
    countIf(number = 'orders') AS orders,
    countIf(number = 'answered') AS answered,
    countIf(number = 'judged') AS judged,
    countIf(number = 'in_time') AS in_time,
    if(judged = 0, NULL, round(100 * in_time / judged, 1)) AS in_time_rate,
    countIf(number = 'evaluated') AS evaluated,
    countIf(number = 'satisfied') AS satisfied,
    if(evaluated = 0, NULL, round(100 * satisfied / evaluated, 1)) AS satisfied_rate,
    countIf(number = 'named') AS named
FROM report_items_cases
GROUP BY department, category, item
ORDER BY department, category, item

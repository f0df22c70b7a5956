-- named-officers | 点将情况 | Officers asked for by name
-- officer | 联络员 | Officer
-- department | 所在部门 | Department
-- named | 点名件数 | Orders naming the officer
-- answered | 答复件数 | Answered
-- by_own | 本部门办理件数 | Handled by the officer's department
-- by_own_rate | 本部门办理率（%） | Handled by it, of answered (%)
-- evaluated | 评价件数 | Evaluated
-- satisfied | 满意件数 | Satisfied
-- satisfied_rate | 满意率（%） | Satisfied (%)
--
-- One row per officer whom a party asked for (点将). An order counts as handled by the officer's
-- department when that department led it at its answer. A name that is not registered has no
-- department.
SELECT
    officer,
    department,
    countIf(number = 'named') AS named,
    countIf(number = 'answered') AS answered,
    countIf(number = 'by_own') AS by_own,
    if(answered = 0, NULL, round(100 * by_own / answered, 1)) AS by_own_rate,
    countIf(number = 'evaluated') AS evaluated,
    countIf(number = 'satisfied') AS satisfied,
    if(evaluated = 0, NULL, round(100 * satisfied / evaluated, 1)) AS satisfied_rate
FROM report_named_officers_cases
GROUP BY officer, department
ORDER BY officer, department

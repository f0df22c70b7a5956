-- recurrence | 办结后反复率 | Matters that came back
-- department | 承办部门 | Department
-- closed | 办结件数 | Cases closed
-- came_back | 反复件数 | Came back
-- rate | 反复率（%） | Came back (%)
--
-- Came back: cases in which the same party, or the same place, raised a matter again after this
-- department's case of it was closed (repeated-case / recurrence): evidence of a sham closing.
SELECT
    department,
    countIf(number = 'closed') AS closed,
    countIf(number = 'came_back') AS came_back,
    if(closed = 0, NULL, round(100 * came_back / closed, 1)) AS rate
FROM report_recurrence_cases
GROUP BY department
ORDER BY department

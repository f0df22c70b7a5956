-- returns | 部门退件矩阵 | Returns, department by department
-- department | 退件部门 | Returned by
-- next_department | 下一承办部门 | Went to
-- returns | 退件次数 | Returns
-- cases | 件数 | Cases
-- as_suggested | 按建议转派 | Went where it was suggested
-- waiting | 退件后未改派 | Not yet passed on
--
-- A return goes to the lead department assigned next, at its time or after; '' when there is none
-- yet. Withdrawn returns are left out.
SELECT
    department,
    next_department,
    countIf(number = 'returns') AS returns,
    countIf(number = 'cases') AS cases,
    countIf(number = 'as_suggested') AS as_suggested,
    countIf(number = 'waiting') AS waiting
FROM report_returns_cases
GROUP BY department, next_department
ORDER BY department, next_department

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
    given.department AS department,
    taken.to_department AS next_department,
    count() AS returns,
    uniqExact(given.case_id) AS cases,
    countIf(taken.to_department = given.better_owner) AS as_suggested,
    countIf(taken.to_department = '') AS waiting
FROM (SELECT case_id, department, better_owner, time FROM returns) AS given
ASOF LEFT JOIN (
    SELECT case_id, toString(department) AS to_department, assumeNotNull(assigned_at) AS time
    FROM assignments
    WHERE role = 'lead' AND assigned_at IS NOT NULL
) AS taken ON taken.case_id = given.case_id AND taken.time >= given.time
GROUP BY department, next_department
ORDER BY department, next_department

-- joint | 会办事项 | Cases handled together
-- case_id | 事项 | Case
-- lead_department | 主办部门 | Lead
-- status | 状态 | Status
-- parts | 分办部分 | Parts
-- answered | 已答复 | Answered
-- open | 未答复 | Not answered
-- waiting_for | 等待部门 | Waiting for
--
-- A case counts as answered when every part is: each assist (协办) of its present episode and each
-- sub-case. Whoever it waits for stands in the last column. A sub-case of several cases is listed
-- under the first.
SELECT
    case_id,
    lead_department,
    status,
    countIf(number = 'parts') AS parts,
    countIf(number = 'answered') AS answered,
    countIf(number = 'open') AS open,
    arraySort(groupUniqArrayIf(department, number = 'open')) AS waiting_for
FROM report_joint_cases
GROUP BY case_id, lead_department, status
ORDER BY open DESC, case_id

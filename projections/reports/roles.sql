-- roles | 导办主办协办代办情况 | Roles: lead, assist, guide, agent
-- department | 部门 | Department
-- role | 角色 | Role
-- assignments | 承办件数 | Assignments
-- accepted | 已签收 | Accepted
-- acted | 已行动 | Acted
-- answered | 已答复 | Answered
-- returned | 已退回 | Returned
-- overdue | 超时件数 | Overdue
--
-- Overdue: one of the clocks of the role passed its limit. A guide (导办) has only to be in touch,
-- an agent (代办) answers its errand, an assist (协办) its part, the lead (主办) the party.
SELECT
    department,
    role,
    countIf(number = 'assignments') AS assignments,
    countIf(number = 'accepted') AS accepted,
    countIf(number = 'acted') AS acted,
    countIf(number = 'answered') AS answered,
    countIf(number = 'returned') AS returned,
    countIf(number = 'overdue') AS overdue
FROM report_roles_cases
GROUP BY department, role
ORDER BY department, role

-- stalled-now | 当前停滞件 | Stalled now
-- department | 责任部门 | Department at fault
-- case_id | 件号 | Case
-- kind | 停滞类型 | Kind of stall
-- since | 起始时间 | Since
-- hours | 已停滞小时 | Hours since
-- severity | 严重程度 | Severity
-- percent | 已用时限（%） | Share of the limit used (%)
-- deadline | 截止时间 | Deadline
-- category | 事项类别 | Category
-- area | 区域 | Area
-- party_id | 主体 | Party
-- finding_id | 发现编号 | Finding
--
-- Findings of rule stalled that hold at the last tick: neither resolved, dismissed nor retracted.
-- Hours are elapsed hours (24x7) up to that tick; percent is the greatest band passed.
WITH stalled AS (
    SELECT department, case_id, kind, raised_at, severity, party_id, finding_id, clock, episode,
        assignment_id
    FROM findings
    WHERE rule = 'stalled' AND status IN ('open', 'confirmed') AND resolved_at IS NULL
)
SELECT
    stalled.department AS department,
    stalled.case_id AS case_id,
    stalled.kind AS kind,
    stalled.raised_at AS since,
    round(dateDiff('second', stalled.raised_at, (SELECT now FROM now)) / 3600, 1) AS hours,
    stalled.severity AS severity,
    clocks.percent AS percent,
    clocks.deadline AS deadline,
    cases.category AS category,
    cases.area AS area,
    stalled.party_id AS party_id,
    stalled.finding_id AS finding_id
FROM stalled
LEFT JOIN (
    SELECT case_id, category, area FROM cases WHERE case_id IN (SELECT case_id FROM stalled)
) AS cases ON cases.case_id = stalled.case_id
LEFT JOIN (
    SELECT case_id, clock, toString(episode) AS episode, assignment_id, percent, deadline
    FROM clocks
    WHERE case_id IN (SELECT case_id FROM stalled)
) AS clocks
    ON clocks.case_id = stalled.case_id
    AND clocks.clock = stalled.clock
    AND clocks.episode = stalled.episode
    AND clocks.assignment_id = stalled.assignment_id
ORDER BY since, case_id, kind, finding_id

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
SELECT
    findings.department AS department,
    findings.case_id AS case_id,
    findings.kind AS kind,
    findings.raised_at AS since,
    round(dateDiff('second', findings.raised_at, (SELECT now FROM now)) / 3600, 1) AS hours,
    findings.severity AS severity,
    clocks.percent AS percent,
    clocks.deadline AS deadline,
    cases.category AS category,
    cases.area AS area,
    findings.party_id AS party_id,
    findings.finding_id AS finding_id
FROM findings
LEFT JOIN cases ON cases.case_id = findings.case_id
LEFT JOIN (
    SELECT case_id, clock, toString(episode) AS episode, assignment_id, percent, deadline
    FROM clocks
) AS clocks
    ON clocks.case_id = findings.case_id
    AND clocks.clock = findings.clock
    AND clocks.episode = findings.episode
    AND clocks.assignment_id = findings.assignment_id
WHERE findings.rule = 'stalled'
    AND findings.status IN ('open', 'confirmed')
    AND findings.resolved_at IS NULL
ORDER BY since, case_id, kind, finding_id

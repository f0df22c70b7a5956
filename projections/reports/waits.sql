-- waits | 等待最久处 | Where cases wait
-- kind | 事项种类 | Kind of case
-- clock | 时限 | Clock
-- department | 部门 | Department
-- waits | 次数 | Clocks
-- running | 正在等待 | Running now
-- breached | 超时 | Late
-- median_minutes | 时限分钟中位数 | Median business minutes
-- p90_minutes | 九成在此分钟内 | Nine in ten within minutes
-- total_minutes | 合计分钟 | Minutes in all
-- median_hours | 小时中位数 | Median hours
--
-- Where the time of cases goes: by clock and by whose it is (of the whole case: its lead's), the
-- longest first. Business minutes are those each clock consumed; hours are elapsed from its start to
-- its stop, or to the last tick while it runs. Cancelled clocks are left
-- out, but for what a department held until it gave it back; so is the window for returns.
SELECT
    kind,
    clock,
    department,
    countIf(number = 'waits') AS waits,
    countIf(number = 'running') AS running,
    countIf(number = 'breached') AS breached,
    quantileExactIf(0.5)(minutes, number = 'waits') AS median_minutes,
    quantileExactIf(0.9)(minutes, number = 'waits') AS p90_minutes,
    sumIf(minutes, number = 'waits') AS total_minutes,
    round(quantileExactIf(0.5)(hours, number = 'waits'), 2) AS median_hours
FROM report_waits_cases
GROUP BY kind, clock, department
ORDER BY median_minutes DESC, kind, clock, department

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
    toString(counted.kind) AS kind,
    toString(counted.clock) AS clock,
    toString(counted.owner) AS department,
    waits,
    running,
    breached,
    spent[1] AS median_minutes,
    spent[2] AS p90_minutes,
    total_minutes,
    round(elapsed / 3600, 2) AS median_hours
FROM (
    SELECT
        kind,
        clock,
        owner,
        count() AS waits,
        countIf(status = 'running') AS running,
        countIf(status = 'breached') AS breached,
        quantilesExact(0.5, 0.9)(consumed) AS spent,
        sum(consumed) AS total_minutes,
        quantileExact(0.5)(dateDiff('second', assumeNotNull(started_at),
            ifNull(stopped_at, (SELECT now FROM now)))) AS elapsed
    FROM clock_states FINAL
    WHERE gone = 0 AND known AND started_at IS NOT NULL AND clock != 'return'
        AND (status != 'cancelled' OR clock = 'holding')
    GROUP BY kind, clock, owner
) AS counted
ORDER BY median_minutes DESC, kind, clock, department

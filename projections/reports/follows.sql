-- follows | 环节衔接 | What follows what
-- kind | 事项种类 | Kind of case
-- step | 环节 | Step
-- next_step | 下一环节 | Next step
-- times | 次数 | Times
-- cases | 件数 | Cases
-- median_hours | 间隔小时中位数 | Median hours between
-- p90_hours | 九成在此小时内 | Nine in ten within hours
--
-- The directly-follows graph of all cases, open ones too: each step with the one that came next,
-- longest wait first within a kind. Hours are elapsed; business time stands in waits.
SELECT
    kind,
    substring(leg, 1, position(leg, ' > ') - 1) AS step,
    substring(leg, position(leg, ' > ') + 3) AS next_step,
    times,
    cases,
    median_hours,
    p90_hours
FROM (
    SELECT
        toString(kind) AS kind,
        toString(leg) AS leg,
        count() AS times,
        sum(first) AS cases,
        round(quantileExact(0.5)(waited) / 3600, 2) AS median_hours,
        round(quantileExact(0.9)(waited) / 3600, 2) AS p90_hours
    FROM case_walks FINAL
    ARRAY JOIN legs AS leg, seconds AS waited, firsts AS first
    WHERE gone = 0 AND known
    GROUP BY kind, leg
) AS walked
ORDER BY kind, median_hours DESC, step, next_step

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
    step,
    next_step,
    countIf(number = 'times') AS times,
    countIf(number = 'cases') AS cases,
    round(quantileExactIf(0.5)(hours, number = 'times'), 2) AS median_hours,
    round(quantileExactIf(0.9)(hours, number = 'times'), 2) AS p90_hours
FROM report_follows_cases
GROUP BY kind, step, next_step
ORDER BY kind, median_hours DESC, step, next_step

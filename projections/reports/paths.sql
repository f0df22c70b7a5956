-- paths | 办理路径 | Paths of handling
-- kind | 事项种类 | Kind of case
-- path | 路径 | Path
-- cases | 件数 | Cases
-- share | 占比（%） | Share of the kind (%)
-- median_minutes | 时限分钟中位数 | Median business minutes
-- median_hours | 小时中位数 | Median hours
-- evaluated | 已评价 | Evaluated
-- satisfied | 满意 | Satisfied
-- satisfied_rate | 满意率（%） | Satisfied of evaluated (%)
-- solved | 已解决 | Solved
-- best | 最优 | Best
-- support | 最少件数 | Least cases of a best path | 3
--
-- The variants of the way closed cases went, per kind: steps in the order of event time, repeats
-- at once counted once. Business minutes are those the resolve and rectify clocks that began
-- before the closing consumed; hours are elapsed from opening to last closing. Satisfied: level 3 to 5, the last
-- word of the party counts. The best path (1) has the highest satisfied rate among the quick ones:
-- no slower in the median than the median case of its kind, evaluated, and walked by at least
-- the least number of cases.
WITH
    walked AS (
        SELECT
            kind,
            path,
            count() AS cases,
            quantileExactIf(0.5)(assumeNotNull(minutes), minutes IS NOT NULL) AS middle,
            countIf(minutes IS NOT NULL) AS timed,
            quantileExact(0.5)(hours) AS middle_hours,
            countIf(level IS NOT NULL) AS evaluated,
            countIf(ifNull(level, 0) >= 3) AS satisfied,
            countIf(outcome = 'solved') AS solved
        FROM case_paths
        GROUP BY kind, path
    ),
    whole AS (
        SELECT kind, count() AS cases,
            quantileExactLowIf(0.5)(assumeNotNull(minutes), minutes IS NOT NULL) AS middle
        FROM case_paths
        GROUP BY kind
    ),
    quick AS (
        SELECT walked.kind AS kind,
            argMax(
                walked.path,
                (walked.satisfied / walked.evaluated, -walked.middle, walked.cases, walked.path)
            ) AS path
        FROM walked
        INNER JOIN whole ON whole.kind = walked.kind
        WHERE walked.timed > 0 AND walked.evaluated > 0 AND walked.middle <= whole.middle
            AND walked.cases >= toUInt32(${support})
        GROUP BY kind
    )
SELECT
    walked.kind AS kind,
    walked.path AS path,
    walked.cases AS cases,
    round(100 * walked.cases / whole.cases, 1) AS share,
    if(walked.timed = 0, NULL, walked.middle) AS median_minutes,
    round(walked.middle_hours, 2) AS median_hours,
    walked.evaluated AS evaluated,
    walked.satisfied AS satisfied,
    if(walked.evaluated = 0, NULL, round(100 * walked.satisfied / walked.evaluated, 1))
        AS satisfied_rate,
    walked.solved AS solved,
    toUInt8(quick.path = walked.path) AS best
FROM walked
INNER JOIN whole ON whole.kind = walked.kind
LEFT JOIN quick ON quick.kind = walked.kind
ORDER BY kind, best DESC, cases DESC, path

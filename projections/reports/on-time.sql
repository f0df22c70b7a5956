-- on-time | 按时办结率 | On-time rate
-- department | 部门 | Department
-- clock | 时限 | Clock
-- judged | 应计件数 | Judged
-- met | 按时 | In time
-- breached | 超时 | Late
-- overturned | 重开作废 | Credit lost by re-opening
-- extended | 延期件数 | Extended
-- running | 在办 | Running in time
-- gross_rate | 按时率（含延期，%） | On time, extensions allowed (%)
-- net_rate | 按时率（不含延期，%） | On time without extensions (%)
-- average_minutes | 平均用时（时限分钟） | Average minutes consumed
--
-- One row per department and clock; a clock of the whole case counts for its lead department.
-- Judged: met, late, or overturned by a re-opening, which takes the credit away. Cancelled clocks
-- count nowhere, and a row of nothing else is left out. Minutes are those of the clock's own measure, as the clocks table has them.
SELECT
    if(clocks.department = '', cases.lead_department, clocks.department) AS department,
    clocks.clock AS clock,
    countIf(clocks.status IN ('met', 'breached') OR clocks.overturned = 1) AS judged,
    countIf(clocks.status = 'met' AND clocks.overturned = 0) AS met,
    countIf(clocks.status = 'breached') AS breached,
    countIf(clocks.overturned = 1 AND clocks.status != 'breached') AS overturned,
    countIf(clocks.extended > 0 AND clocks.status != 'cancelled') AS extended,
    countIf(clocks.status = 'running') AS running,
    if(judged = 0, NULL, round(100 * met / judged, 1)) AS gross_rate,
    if(
        judged = 0,
        NULL,
        round(
            100 * countIf(
                clocks.status = 'met' AND clocks.overturned = 0 AND (
                    clocks.extended = 0
                    OR ifNull(clocks.stopped_at <= clocks.net_deadline, 0)
                )
            ) / judged,
            1
        )
    ) AS net_rate,
    if(
        judged = 0,
        NULL,
        round(
            avgIf(clocks.consumed, clocks.status IN ('met', 'breached') OR clocks.overturned = 1),
            1
        )
    ) AS average_minutes
FROM clocks
LEFT JOIN cases ON cases.case_id = clocks.case_id
GROUP BY department, clock
HAVING judged + running > 0
ORDER BY department, clock

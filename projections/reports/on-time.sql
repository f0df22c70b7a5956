-- on-time | 按时办结率 | On-time rate
-- department | 部门 | Department
-- clock | 时限 | Clock
-- judged | 应计件数 | Judged
-- met | 按时 | In time
-- met_net | 不靠延期按时 | In time without extensions
-- breached | 超时 | Late
-- overturned | 重开作废 | Credit lost by re-opening
-- extended | 延期件数 | Extended
-- running | 在办 | Running in time
-- gross_rate | 按时率（含延期，%） | On time, extensions allowed (%)
-- net_rate | 按时率（不含延期，%） | On time without extensions (%)
-- average_minutes | 平均用时（时限分钟） | Average minutes consumed
--
-- One row per department and clock; a clock of the whole case counts for who led it at its breach,
-- else at its stop (of a running one: who leads now; '' where nobody did).
-- Judged: met, late, or overturned by a re-opening, which takes the credit away. Cancelled clocks
-- count nowhere, and a row of nothing else is left out. Minutes are those of the clock's own measure, as the clocks table has them.
SELECT
    toString(owner) AS department,
    clock,
    countIf(status IN ('met', 'breached') OR clock_states.overturned = 1) AS judged,
    countIf(status = 'met' AND clock_states.overturned = 0) AS met,
    countIf(clock_states.met_net = 1) AS met_net,
    countIf(status = 'breached') AS breached,
    countIf(clock_states.overturned = 1 AND status != 'breached') AS overturned,
    countIf(clock_states.extended > 0 AND status != 'cancelled') AS extended,
    countIf(status = 'running') AS running,
    if(judged = 0, NULL, round(100 * met / judged, 1)) AS gross_rate,
    if(judged = 0, NULL, round(100 * met_net / judged, 1)) AS net_rate,
    if(
        judged = 0,
        NULL,
        round(
            avgIf(
                consumed,
                status IN ('met', 'breached') OR clock_states.overturned = 1
            ),
            1
        )
    ) AS average_minutes
FROM clock_states FINAL
WHERE gone = 0
GROUP BY department, clock
HAVING judged + running > 0
ORDER BY department, clock

-- hotline | 热线受理响应 | How soon the hotline answers
-- channel | 渠道 | Channel
-- calls | 来电（件）数 | Calls
-- answered | 已应答 | Answered
-- waiting | 未应答 | Waiting
-- judged | 应计件数 | Judged
-- in_time | 按时应答 | In time
-- late | 超时 | Late
-- in_time_rate | 按时应答率（%） | In time (%)
-- average_seconds | 平均应答秒数 | Average seconds to the answer
-- longest_seconds | 最长应答秒数 | Longest seconds to the answer
--
-- One row per channel with a limit of its own (by default phone 15 seconds, SMS 3 minutes, web 1
-- hour), day and night. Answered: handed to a department, or the first act of any department.
SELECT
    channel,
    countIf(number = 'calls') AS calls,
    countIf(number = 'answered') AS answered,
    countIf(number = 'waiting') AS waiting,
    countIf(number = 'judged') AS judged,
    countIf(number = 'in_time') AS in_time,
    countIf(number = 'late') AS late,
    if(judged = 0, NULL, round(100 * in_time / judged, 1)) AS in_time_rate,
    if(answered = 0, NULL, round(avgIf(assumeNotNull(seconds), number = 'answered'), 1))
        AS average_seconds,
    if(answered = 0, NULL, maxIf(assumeNotNull(seconds), number = 'answered')) AS longest_seconds
FROM report_hotline_cases
GROUP BY channel
ORDER BY channel

-- cards | 办不成事窗口交办单 | Cards of the "cannot get it done" window
-- colour | 颜色 | Colour
-- cards | 件数 | Cards
-- answered | 已答复 | Answered
-- waiting | 待答复 | Waiting
-- answered_rate | 答复率（%） | Answered (%)
-- judged | 应计时限数 | Judged
-- in_time | 按时 | In time
-- late | 超时 | Late
-- in_time_rate | 按时率（%） | In time (%)
--
-- One row per colour; 蓝牌, 蓝卡 and blue are one. Every card must be answered. In time: the first
-- answer came within the limit of its colour and was not overturned; a card past its limit is late
-- whether it was answered since or not.
SELECT
    colour,
    countIf(number = 'cards') AS cards,
    countIf(number = 'answered') AS answered,
    countIf(number = 'waiting') AS waiting,
    if(cards = 0, NULL, round(100 * answered / cards, 1)) AS answered_rate,
    countIf(number = 'judged') AS judged,
    countIf(number = 'in_time') AS in_time,
    countIf(number = 'late') AS late,
    if(judged = 0, NULL, round(100 * in_time / judged, 1)) AS in_time_rate
FROM report_cards_cases
GROUP BY colour
ORDER BY colour

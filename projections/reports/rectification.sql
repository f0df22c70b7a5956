-- rectification | 整改与二次交办 | Rectification and second assignment
-- quarter | 季度 | Quarter
-- department | 责任部门 | Department at fault
-- cases | 需整改件数 | To be put right
-- bad | 差评 | Evaluated badly
-- unfinished | 未办结 | Unfinished, given out again
-- verified | 已核实 | Verified
-- upheld | 核实属实 | Upheld
-- not_upheld | 核实不属实 | Not upheld
-- taken_out | 申诉或剔除 | Left out
-- second | 二次交办 | Second assignments
-- answered | 已答复 | Answered since
-- heard | 已再评价 | Asked again, and answered
-- rectified | 已整改 | Put right
-- failed | 整改不到位 | Not put right
-- open | 整改中 | Still open
-- second_rectified | 二次交办已整改 | Second assignments put right
-- second_confirmed | 二次交办经对象确认 | Second assignments the party confirmed
-- rate | 整改率（%） | Put right of those due (%)
-- second_rate | 二次交办整改率（全口径，%） | Second assignments put right, gross (%)
-- second_rate_net | 二次交办整改率（对象确认，%） | Second assignments the party confirmed (%)
--
-- One row per department that led the episode and quarter in which it was found wanting: a bad
-- evaluation, a re-opening, or a second assignment of an unfinished case. Due is what was neither
-- found unjustified nor left out. The party has the last word; where it was not heard again, a
-- second handling closed as solved counts as put right and not as confirmed.
SELECT
    quarter,
    department,
    countIf(number = 'cases') AS cases,
    countIf(number = 'bad') AS bad,
    countIf(number = 'unfinished') AS unfinished,
    countIf(number = 'verified') AS verified,
    countIf(number = 'upheld') AS upheld,
    countIf(number = 'not_upheld') AS not_upheld,
    countIf(number = 'taken_out') AS taken_out,
    countIf(number = 'second') AS second,
    countIf(number = 'answered') AS answered,
    countIf(number = 'heard') AS heard,
    countIf(number = 'rectified') AS rectified,
    countIf(number = 'failed') AS failed,
    countIf(number = 'open') AS open,
    countIf(number = 'second_rectified') AS second_rectified,
    countIf(number = 'second_confirmed') AS second_confirmed,
    if(
        rectified + failed + open = 0,
        NULL,
        round(100 * rectified / (rectified + failed + open), 1)
    ) AS rate,
    if(second = 0, NULL, round(100 * second_rectified / second, 1)) AS second_rate,
    if(second = 0, NULL, round(100 * second_confirmed / second, 1)) AS second_rate_net
FROM report_rectification_cases
GROUP BY quarter, department
ORDER BY quarter, department

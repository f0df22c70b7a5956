-- data-quality | 数据质量 | Quality of departments' data
-- quarter | 季度 | Quarter
-- department | 部门 | Department
-- score | 得分（百分制） | Score, of a hundred
-- lost | 扣分 | Points lost
-- sent | 报送条数 | Records sent
-- accepted | 接受 | Accepted
-- rejected | 退回 | Refused
-- mended | 退回后改正 | Refused and mended
-- rejected_rate | 退回未改率（%） | Refused and not mended (%)
-- duplicated | 重复报送 | Sent again
-- duplicated_rate | 重复率（%） | Sent again (%)
-- events | 事件数 | Events
-- late | 迟报 | Late
-- late_rate | 迟报率（%） | Late (%)
-- named | 走访与诉求 | Visits and cases
-- unlinked | 对象不明 | Of an unknown party
-- unlinked_rate | 对象不明率（%） | Of an unknown party (%)
-- for | 提供给部门 | As this department may see it |
--
-- By the quarter in which the hub took it. Refused: until it is sent again under its id and
-- accepted. Late: more than late_days of the reports policy after it happened, by the log's own
-- time. Of an unknown party: no id, and nobody registered it or any id it is linked to. The score:
-- projections/formulas/quality, where each part's points and limits are explained.
SELECT
    quarter,
    department,
    score,
    arrayMap(
        part -> concat(part.1, ' -', toString(part.2)),
        arraySort(part -> -part.2, arrayFilter(part -> part.2 > 0, quality_scores.lost))
    ) AS lost,
    sent,
    accepted,
    rejected,
    mended,
    if(sent = 0, NULL, round(100 * (rejected - mended) / sent, 1)) AS rejected_rate,
    duplicated,
    if(sent = 0, NULL, round(100 * duplicated / sent, 1)) AS duplicated_rate,
    events,
    late,
    if(events = 0, NULL, round(100 * late / events, 1)) AS late_rate,
    named,
    unlinked,
    if(named = 0, NULL, round(100 * unlinked / named, 1)) AS unlinked_rate
FROM quality_scores
WHERE in_force AND (${for} = '' OR department = ${for})
ORDER BY quarter, department

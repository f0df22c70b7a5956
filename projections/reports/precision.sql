-- precision | 发现准确率 | Precision of the rules, as people judged
-- rule | 规则 | Rule
-- kind | 类型 | Kind
-- department | 责任部门 | Department at fault
-- month | 月份 | Month raised
-- raised | 发现数 | Findings
-- confirmed | 属实 | Confirmed
-- dismissed | 误报 | Dismissed
-- unjudged | 未核实 | Not judged yet
-- precision | 准确率（%） | Confirmed of judged (%)
--
-- Findings that were not retracted, by the local month in which they were raised. The last word of
-- people counts; the reasons stand with each finding (hub finding ID). No rate where nobody judged.
SELECT
    rule,
    kind,
    department,
    month,
    countIf(number = 'raised') AS raised,
    countIf(number = 'confirmed') AS confirmed,
    countIf(number = 'dismissed') AS dismissed,
    countIf(number = 'unjudged') AS unjudged,
    if(confirmed + dismissed = 0, NULL, round(100 * confirmed / (confirmed + dismissed), 1))
        AS precision
FROM report_precision_cases
GROUP BY rule, kind, department, month
ORDER BY rule, kind, department, month

-- sham-closing | 虚假办结 | Sham closings
-- department | 办结部门 | Department that closed
-- closed | 办结件数 | Cases closed
-- upheld | 差评核实重办 | Re-opened by an upheld bad evaluation
-- recurred | 办结后复发 | Came back after closing
-- sham | 虚假办结件数 | Closings overturned either way
-- sham_rate | 虚假办结率（%） | Overturned of closed (%)
--
-- A closing is overturned when a bad evaluation of it was upheld and opened the case again, or the
-- matter came back as a recurrence. Findings dismissed or retracted are left out; so are re-openings
-- without a bad evaluation, and matters that their party withdrew. At fault is who led at the closing.
SELECT
    department,
    countIf(number = 'closed') AS closed,
    countIf(number = 'upheld') AS upheld,
    countIf(number = 'recurred') AS recurred,
    countIf(number = 'sham') AS sham,
    if(closed = 0, NULL, round(100 * sham / closed, 1)) AS sham_rate
FROM report_sham_closing_cases
GROUP BY department
ORDER BY department

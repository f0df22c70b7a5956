-- The cases of a bucket as requests for service: nothing of the party, no text.
SELECT
    told.case_id AS case_id, status, outcome, category, area, departments.name AS agency,
    opened, changed, toUnixTimestamp64Milli(due.deadline) AS expected
FROM (
    SELECT
        cases.case_id AS case_id, toString(status) AS status, toString(outcome) AS outcome,
        toString(category) AS category, toString(area) AS area, episode, lead_department,
        toUnixTimestamp64Milli(opened_at) AS opened,
        toUnixTimestamp64Milli(greatest(
            opened_at, ifNull(responded_at, opened_at), ifNull(closed_at, opened_at))) AS changed
    FROM cases
    WHERE cityHash64(cases.case_id) % {buckets:UInt64} = {bucket:UInt64}
        AND opened_at IS NOT NULL
        AND ({since:String} = '' OR toString(toDate(opened_at, '${zone}')) >= {since:String})
        AND ({until:String} = '' OR toString(toDate(opened_at, '${zone}')) < {until:String})
        AND ({department:String} = '' OR cases.case_id IN (
            SELECT case_id FROM assignments WHERE department = {department:String}))
) AS told
LEFT JOIN (SELECT department_id, name FROM departments) AS departments
    ON departments.department_id = told.lead_department
LEFT JOIN (
    SELECT case_id, episode, max(deadline) AS deadline
    FROM clocks
    WHERE clock = 'resolve' AND status != 'cancelled'
        AND cityHash64(case_id) % {buckets:UInt64} = {bucket:UInt64}
    GROUP BY case_id, episode
) AS due ON due.case_id = told.case_id AND due.episode = told.episode
ORDER BY case_id

-- The cases opened between two local dates that a department was given.
SELECT
    cases.case_id AS case_id, cases.party_id AS party_id, kind, channel, category, area, status,
    outcome, episode, hops, returns, lead_department, parents,
    toUnixTimestamp64Milli(opened_at) AS opened, toUnixTimestamp64Milli(responded_at) AS responded,
    toUnixTimestamp64Milli(closed_at) AS closed
FROM cases
WHERE cityHash64(cases.case_id) % {buckets:UInt64} = {bucket:UInt64}
    AND ({since:String} = '' OR toString(toDate(opened_at, '${zone}')) >= {since:String})
    AND ({until:String} = '' OR toString(toDate(opened_at, '${zone}')) < {until:String})
    AND ({department:String} = ''
        OR cases.case_id IN (SELECT case_id FROM assignments WHERE department = {department:String}))
ORDER BY case_id

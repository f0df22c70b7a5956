-- The visits that begin between two local dates in which a department takes part.
SELECT
    visit, party_id, departments, ground, status, campaign_id,
    toUnixTimestamp64Milli(start) AS begins, toUnixTimestamp64Milli(`end`) AS ends
FROM visits
WHERE cityHash64(visit) % {buckets:UInt64} = {bucket:UInt64}
    AND ({since:String} = '' OR toString(toDate(start, '${zone}')) >= {since:String})
    AND ({until:String} = '' OR toString(toDate(start, '${zone}')) < {until:String})
    AND ({department:String} = '' OR has(departments, {department:String}))
ORDER BY visit

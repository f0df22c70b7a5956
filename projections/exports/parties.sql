-- The parties of the selected cases and visits, without name, code and place.
SELECT named.party_id AS party_id, kind, area, industry, stage, size
FROM (
    SELECT DISTINCT party_id FROM (
        SELECT party_id
        FROM cases
        WHERE ({since:String} = '' OR toString(toDate(opened_at, '${zone}')) >= {since:String})
            AND ({until:String} = '' OR toString(toDate(opened_at, '${zone}')) < {until:String})
            AND ({department:String} = '' OR case_id IN (
                SELECT case_id FROM assignments WHERE department = {department:String}))
        UNION ALL
        SELECT party_id
        FROM visits
        WHERE ({since:String} = '' OR toString(toDate(start, '${zone}')) >= {since:String})
            AND ({until:String} = '' OR toString(toDate(start, '${zone}')) < {until:String})
            AND ({department:String} = '' OR has(departments, {department:String}))
    )
    WHERE party_id != '' AND cityHash64(party_id) % {buckets:UInt64} = {bucket:UInt64}
) AS named
LEFT JOIN (SELECT party_id, kind, area, industry, stage, size FROM parties) AS told USING (party_id)
ORDER BY party_id

-- How many parties stand behind each category, and behind each area of it.
SELECT
    category, area, count() AS cases, uniqExactIf(party_id, party_id != '') AS parties,
    toUInt8(grouping(area) = 0) AS by_area
FROM (
    SELECT toString(category) AS category, toString(area) AS area, party_id
    FROM cases
    WHERE opened_at IS NOT NULL
        AND ({since:String} = '' OR toString(toDate(opened_at, '${zone}')) >= {since:String})
        AND ({until:String} = '' OR toString(toDate(opened_at, '${zone}')) < {until:String})
        AND ({department:String} = '' OR case_id IN (
            SELECT case_id FROM assignments WHERE department = {department:String}))
)
GROUP BY GROUPING SETS ((category), (category, area))
ORDER BY by_area, category, area

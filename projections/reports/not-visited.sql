-- not-visited | 未走访名单 | Not visited, since when
-- area | 区域 | Area
-- kind | 主体类型 | Kind of party
-- party_id | 主体 | Party
-- party | 主体名称 | Party's name
-- officer_id | 联络员 | Contact officer
-- last_visit | 最近走访 | Last visit
-- days | 距今天数 | Days since then
-- from | 自该日起未走访 | Not visited from this date on |
-- area | 区域（含厂区、分部所在地） | Area, of the seat or of a site |
-- officer | 联络员 | Contact officer |
--
-- Every party, longest unvisited first; those never visited stand at the top without a date.
-- Days are whole local days up to the last tick. The date is local.
SELECT
    parties.area AS area,
    parties.kind AS kind,
    parties.party_id AS party_id,
    parties.name AS party,
    parties.officer_id AS officer_id,
    seen.last_visit AS last_visit,
    dateDiff('day', seen.last_visit, (SELECT now FROM now), '${zone}') AS days
FROM parties
LEFT JOIN (
    SELECT cluster_id, last_visit FROM party_visits FINAL WHERE gone = 0
) AS seen ON seen.cluster_id = parties.cluster_id
WHERE ${officer} IN ('', parties.officer_id)
    AND (${area} IN ('', parties.area) OR has(parties.site_areas, ${area}))
    AND (
        ${from} = '' OR seen.last_visit IS NULL
        OR toString(toDate(toTimeZone(assumeNotNull(seen.last_visit), '${zone}'))) < ${from}
    )
ORDER BY last_visit NULLS FIRST, area, party_id

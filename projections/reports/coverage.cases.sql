-- The parties of an area and kind, in each period that saw a visit: visited or not.
-- keys: area, kind, period_kind, period
-- numbers: parties, visited, not_visited
-- rate: visited, parties
WITH
    seen AS (
        SELECT
            cluster_id,
            min(start) AS start,
            arrayJoin([
                ('month', formatDateTime(local, '%Y-%m')),
                ('quarter', concat(toString(toYear(local)), 'Q', toString(toQuarter(local)))),
                ('year', toString(toYear(local)))
            ]) AS span
        FROM (
            SELECT cluster_id, start, toTimeZone(assumeNotNull(start), '${zone}') AS local
            FROM visits
            WHERE status = 'recorded' AND start IS NOT NULL
        ) AS told
        GROUP BY cluster_id, span
    ),
    listed AS (
        SELECT area, kind, party_id, cluster_id, spans.span AS span
        FROM parties
        CROSS JOIN (SELECT DISTINCT span FROM seen) AS spans
    )
SELECT
    area,
    kind,
    listed.span.1 AS period_kind,
    listed.span.2 AS period,
    arrayJoin(['parties', if(seen.start IS NULL, 'not_visited', 'visited')]) AS number,
    'party' AS thing,
    party_id AS id,
    '' AS case_id,
    seen.start AS at
FROM listed
LEFT JOIN seen ON seen.cluster_id = listed.cluster_id AND seen.span = listed.span

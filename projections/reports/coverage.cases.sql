-- The parties of an area and kind, in each period that saw a visit: visited or not.
-- keys: area, kind, period_kind, period
-- numbers: parties, visited, not_visited
-- rate: visited, parties
WITH
    seen AS (
        SELECT
            cluster_id,
            min(start) AS start,
            arrayJoin(if(
                ${from} = '' AND ${to} = '',
                [
                    ('month', formatDateTime(local, '%Y-%m')),
                    ('quarter', concat(toString(toYear(local)), 'Q', toString(toQuarter(local)))),
                    ('year', toString(toYear(local)))
                ],
                [('span', concat(${from}, '..', ${to}))]
            )) AS span
        FROM (
            SELECT cluster_id, start, toTimeZone(assumeNotNull(start), '${zone}') AS local
            FROM visits
            WHERE status = 'recorded' AND start IS NOT NULL
        ) AS told
        WHERE (${from} = '' OR toString(toDate(local)) >= ${from})
            AND (${to} = '' OR toString(toDate(local)) < ${to})
        GROUP BY cluster_id, span
    ),
    units AS (
        SELECT department_id, any(ancestor) AS unit
        FROM department_tree
        WHERE level = ${level}
            AND since <= (SELECT now FROM now) AND until > (SELECT now FROM now)
        GROUP BY department_id
    ),
    people AS (
        SELECT parties.party_id AS party_id, parties.cluster_id AS cluster_id,
            toString(parties.kind) AS kind,
            if(${level} = '', parties.area, units.unit) AS area
        FROM parties
        LEFT JOIN party_places ON party_places.party_id = parties.party_id
        LEFT JOIN units ON units.department_id = party_places.department_id
    ),
    spans AS (
        SELECT DISTINCT span FROM seen
        UNION DISTINCT
        SELECT ('span', concat(${from}, '..', ${to})) AS span WHERE ${from} != '' OR ${to} != ''
    ),
    listed AS (
        SELECT area, kind, party_id, cluster_id, spans.span AS span FROM people CROSS JOIN spans
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

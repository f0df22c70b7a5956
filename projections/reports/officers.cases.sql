-- The parties of each contact officer, with their last visit; their open cases and findings.
-- keys: officer_id, department_id
-- numbers: parties, visited, not_visited, never, open_cases, open_findings, breaches
-- rate: visited, parties
-- oldest_visit: parties
WITH
    seen AS (
        SELECT
            cluster_id,
            last_visit,
            arrayCount(
                at -> at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
                    AND at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}'),
                arrayConcat(alone_at, joint_at)
            ) AS visits
        FROM party_visits FINAL
        WHERE gone = 0
    ),
    served AS (
        SELECT parties.party_id AS party_id, parties.officer_id AS officer_id,
            officers.department_id AS department_id, parties.cluster_id AS cluster_id
        FROM parties
        LEFT JOIN officers ON officers.officer_id = parties.officer_id
        WHERE ${officer} IN ('', parties.officer_id)
    ),
    listed AS (
        SELECT
            party_id,
            arrayJoin(arrayFilter(
                word -> word != '',
                [
                    'parties',
                    if(seen.visits > 0, 'visited', 'not_visited'),
                    if(seen.last_visit IS NULL, 'never', '')
                ]
            )) AS number,
            'party' AS thing,
            party_id AS id,
            '' AS case_id,
            seen.last_visit AS at
        FROM served
        LEFT JOIN seen ON seen.cluster_id = served.cluster_id
        UNION ALL
        SELECT party_id, 'open_cases', 'case', case_id, case_id, opened_at
        FROM cases
        WHERE status != 'closed'
        UNION ALL
        SELECT party_id,
            arrayJoin(if(severity = 'breach', ['open_findings', 'breaches'], ['open_findings'])),
            'finding', finding_id, case_id, toNullable(raised_at)
        FROM findings
        WHERE status IN ('open', 'confirmed') AND resolved_at IS NULL
    )
SELECT
    served.officer_id AS officer_id,
    served.department_id AS department_id,
    listed.number AS number,
    listed.thing AS thing,
    listed.id AS id,
    listed.case_id AS case_id,
    listed.at AS at
FROM served
INNER JOIN listed ON listed.party_id = served.party_id

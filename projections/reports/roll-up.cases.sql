-- What departments did at each level above them, person-visits one by one; and the units that stand
-- below a unit now.
-- keys: level, department_id, department
-- numbers: units, visits, person_visits, parties, cases, closed, solved, findings
WITH
    facts AS (
        SELECT arrayJoin(departments) AS department, assumeNotNull(start) AS at, 'visit' AS what,
            visit AS thing, officers, cluster_id AS party
        FROM visits
        WHERE status = 'recorded' AND start IS NOT NULL
        UNION ALL
        SELECT toString(lead_department), assumeNotNull(opened_at), 'case', case_id, emptyArrayString(), ''
        FROM cases
        WHERE opened_at IS NOT NULL AND lead_department != ''
        UNION ALL
        SELECT toString(lead_department), assumeNotNull(cases.closed_at),
            arrayJoin(if(outcome = 'solved', ['closed', 'solved'], ['closed'])), case_id, emptyArrayString(), ''
        FROM cases
        WHERE cases.closed_at IS NOT NULL AND lead_department != ''
        UNION ALL
        SELECT department, raised_at, 'finding', finding_id, emptyArrayString(), ''
        FROM findings
        WHERE department != '' AND status NOT IN ('dismissed', 'retracted')
    ),
    within AS (
        SELECT facts.*, if(heirs.heir = '', facts.department, heirs.heir) AS heir
        FROM facts
        LEFT JOIN department_heirs AS heirs ON heirs.department_id = facts.department
        WHERE at >= toDateTime64(concat(${from}, ' 00:00:00'), 3, '${zone}')
            AND at < toDateTime64(concat(${to}, ' 00:00:00'), 3, '${zone}')
    ),
    placed AS (
        SELECT within.what AS what, within.thing AS thing, within.officers AS officers,
            within.at AS at,
            within.party AS party, toString(tree.level) AS unit_level, tree.ancestor_id AS unit
        FROM within
        INNER JOIN department_tree AS tree
            ON tree.department_id = if(${tree} = 'today', within.heir, within.department)
        WHERE if(${tree} = 'today', (SELECT now FROM now), within.at) >= tree.since
            AND if(${tree} = 'today', (SELECT now FROM now), within.at) < tree.until
        UNION ALL
        SELECT what, thing, officers, at, party, '', department
        FROM within
        WHERE department NOT IN (SELECT department_id FROM department_versions)
    ),
    listed AS (
        SELECT unit_level, unit, 'units' AS number, 'department' AS thing, below AS id,
            CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS at
        FROM (
            SELECT DISTINCT toString(level) AS unit_level, ancestor_id AS unit,
                department_id AS below
            FROM department_tree
            WHERE (SELECT now FROM now) >= since AND (SELECT now FROM now) < until
                AND department_id NOT IN (
                    SELECT department_id FROM department_heirs WHERE heir != department_id
                )
        )
        UNION ALL
        SELECT unit_level, unit,
            transform(what, ['visit', 'case', 'finding'], ['visits', 'cases', 'findings'], what),
            transform(what, ['closed', 'solved'], ['case', 'case'], what),
            thing, toNullable(min(at))
        FROM placed
        GROUP BY unit_level, unit, what, thing
        UNION ALL
        SELECT DISTINCT unit_level, unit, 'person_visits', 'person-visit',
            concat(thing, '/', arrayJoin(officers)), toNullable(at)
        FROM placed
        WHERE what = 'visit'
        UNION ALL
        SELECT unit_level, unit, 'parties', 'party', party, toNullable(min(at))
        FROM placed
        WHERE what = 'visit'
        GROUP BY unit_level, unit, party
    )
SELECT
    listed.unit_level AS level,
    listed.unit AS department_id,
    departments.name AS department,
    listed.number AS number,
    listed.thing AS thing,
    listed.id AS id,
    if(listed.thing = 'case', listed.id, '') AS case_id,
    listed.at AS at
FROM listed
LEFT JOIN departments ON departments.department_id = listed.unit
WHERE ${level} IN ('', listed.unit_level)

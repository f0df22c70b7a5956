-- bulletin_marks: what the public bulletin counts, by quarter and group: one row per thing and
-- number. counted: what a measure is measured on; reached: how much of it. Net in both senses.
CREATE OR REPLACE VIEW bulletin_marks${on_cluster} AS
SELECT
    quarter,
    one.1 AS subject,
    one.2 AS name,
    measure,
    number,
    thing,
    id,
    case_id,
    party_id,
    at
FROM (
    SELECT
        marks.quarter AS quarter,
        arrayJoin([
            ('all', ''),
            ('area', toString(cases.area)),
            ('category', toString(cases.category)),
            ('department', toString(marks.department))
        ]) AS one,
        multiIf(
            marks.number = 'opened', 'cases',
            marks.number IN ('closed', 'solved'), 'solved',
            marks.number IN ('judged', 'in_time_net'), 'on-time',
            'satisfied'
        ) AS measure,
        if(marks.number IN ('opened', 'closed', 'judged', 'answered_net'), 'counted', 'reached')
            AS number,
        marks.thing AS thing,
        marks.id AS id,
        marks.case_id AS case_id,
        cases.party_id AS party_id,
        marks.at AS at
    FROM (
        SELECT quarter, department, number, thing, id, case_id, at
        FROM scoreboard_marks
        WHERE number IN (
            'opened', 'closed', 'solved', 'judged', 'in_time_net', 'answered_net', 'satisfied_net'
        )
    ) AS marks
    INNER JOIN cases ON cases.case_id = marks.case_id
) AS grouped;

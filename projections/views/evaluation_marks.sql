-- evaluation_marks: one row per evaluation and figure it counts in, in the quarter it was given,
-- for the department rated. Revisits are rectification's.
CREATE OR REPLACE VIEW evaluation_marks${on_cluster} AS
SELECT
    quarter,
    department,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            if(gross, 'asked', ''),
            if(gross AND outcome IN ('answered', 'refused'), 'reached', ''),
            if(gross AND outcome = 'answered', 'answered', ''),
            if(gross AND outcome = 'answered' AND collected_by = 'party', 'by_party', ''),
            if(gross AND outcome = 'answered' AND collected_by = 'hub', 'by_hub', ''),
            if(gross AND outcome = 'answered' AND collected_by = 'third-party', 'by_third_party', ''),
            if(gross AND grade > 0, 'rated', ''),
            if(gross AND grade >= 3, 'satisfied', ''),
            if(net AND grade > 0, 'rated_net', ''),
            if(net AND grade >= 3, 'satisfied_net', ''),
            if(gross AND said >= 0, 'told', ''),
            if(gross AND said = 1, 'solved', ''),
            if(net AND said >= 0, 'told_net', ''),
            if(net AND said = 1, 'solved_net', ''),
            if(standing = 'excluded', 'excluded', ''),
            if(standing = 'own', 'own', ''),
            if(standing = 'unknown-episode', 'unknown', '')
        ]
    )) AS number,
    'evaluation' AS thing,
    evaluation_id AS id,
    case_id,
    time AS at
FROM (
    SELECT
        concat(toString(toYear(local)), 'Q', toString(toQuarter(local))) AS quarter,
        toString(if(told.department = '', cases.lead_department, told.department)) AS department,
        toTimeZone(assumeNotNull(told.time), '${zone}') AS local,
        told.standing AS standing,
        told.standing IN ('counted', 'excluded') AS gross,
        told.standing = 'counted' AS net,
        told.outcome AS outcome,
        told.collected_by AS collected_by,
        if(told.outcome = 'answered', ifNull(told.level, 0), 0) AS grade,
        if(told.outcome = 'answered', ifNull(toInt8(told.solved), -1), -1) AS said,
        told.evaluation_id AS evaluation_id,
        told.case_id AS case_id,
        told.time AS time
    FROM evaluations AS told
    LEFT JOIN cases ON cases.case_id = told.case_id
    WHERE told.revisit = 0 AND told.time IS NOT NULL
) AS given;

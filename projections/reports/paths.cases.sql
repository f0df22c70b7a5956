-- The closed cases of each kind and path.
-- keys: kind, path
-- numbers: cases, evaluated, satisfied, solved
-- share: cases
-- median_minutes: cases
-- median_hours: cases
-- satisfied_rate: evaluated, satisfied
-- best: cases
SELECT
    kind,
    path,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'cases',
            if(level IS NULL, '', 'evaluated'),
            if(ifNull(level, 0) >= 3, 'satisfied', ''),
            if(outcome = 'solved', 'solved', '')
        ]
    )) AS number,
    'case' AS thing,
    case_id AS id,
    case_id,
    toNullable(ended_at) AS at,
    minutes,
    hours
FROM case_paths

-- The cards behind each number.
-- keys: colour
-- numbers: cards, answered, waiting, judged, in_time, late
-- answered_rate: cards, answered
-- in_time_rate: judged, in_time
SELECT
    multiIf(
        match(cases.colour, '^(blue|蓝)'), 'blue',
        match(cases.colour, '^(yellow|黄)'), 'yellow',
        match(cases.colour, '^(red|红)'), 'red',
        toString(cases.colour)
    ) AS colour,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'cards',
            if(cases.first_responded_at IS NOT NULL, 'answered', ''),
            if(cases.first_responded_at IS NULL AND cases.closed_at IS NULL, 'waiting', ''),
            if(limits.judged > 0, 'judged', ''),
            if(limits.in_time > 0, 'in_time', ''),
            if(limits.late > 0, 'late', '')
        ]
    )) AS number,
    'case' AS thing,
    cases.case_id AS id,
    cases.case_id AS case_id,
    cases.opened_at AS at
FROM cases
LEFT JOIN (
    SELECT
        case_id,
        countIf(status IN ('met', 'breached') OR overturned = 1) AS judged,
        countIf(status = 'met' AND overturned = 0) AS in_time,
        countIf(status = 'breached') AS late
    FROM clocks
    WHERE clock = 'resolve' AND episode = 1
    GROUP BY case_id
) AS limits ON limits.case_id = cases.case_id
WHERE cases.kind = 'card'

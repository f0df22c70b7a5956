-- The episodes behind each number: a case may have several.
-- keys: quarter, department
-- numbers: cases, bad, unfinished, verified, upheld, not_upheld, taken_out, second, answered
-- numbers: heard, rectified, failed, open, second_rectified, second_confirmed
-- rate: rectified, failed, open
-- second_rate: second, second_rectified
-- second_rate_net: second, second_confirmed
SELECT
    concat(toString(toYear(local)), 'Q', toString(toQuarter(local))) AS quarter,
    toString(department) AS department,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            'cases',
            if(ground = 'unfinished', 'unfinished', 'bad'),
            if(verified_at IS NULL, '', 'verified'),
            if(ifNull(upheld, 0) = 1, 'upheld', ''),
            if(ifNull(upheld, 1) = 0, 'not_upheld', ''),
            if(status = 'taken-out', 'taken_out', ''),
            if(second_at IS NULL, '', 'second'),
            if(answered_at IS NULL, '', 'answered'),
            if(heard_at IS NULL, '', 'heard'),
            if(status IN ('rectified', 'failed', 'open'), toString(status), ''),
            if(second_at IS NOT NULL AND status = 'rectified', 'second_rectified', ''),
            if(
                second_at IS NOT NULL AND status = 'rectified' AND confirmed = 1,
                'second_confirmed',
                ''
            )
        ]
    )) AS number,
    'episode' AS thing,
    rectification_id AS id,
    case_id,
    since AS at,
    episode,
    status,
    toTimeZone(assumeNotNull(since), '${zone}') AS local
FROM rectifications
WHERE since IS NOT NULL

-- The findings on either side, one row per condition and number that it counts for.
-- keys: rule, kind
-- numbers: live, shadow, in_both, only_live, only_shadow, confirmed_lost, dismissed_spared
WITH
    sides AS (
        SELECT toString(rule) AS rule, toString(kind) AS kind, subject, clock, episode,
            assignment_id, rung, finding_id, case_id, raised_at, toString(status) AS status, 1 AS live
        FROM findings
        WHERE status != 'retracted'
        UNION ALL
        SELECT 'identity', 'link', party_id, '', '', '', '', event_id, '', time, '', 1 AS live
        FROM party_links
        WHERE linked AND by_hub
        UNION ALL
        SELECT substring(rule, 8), toString(kind), subject, clock, episode,
            assignment_id, rung, finding_id, case_id, raised_at, '' AS status, 0 AS live
        FROM shadow_findings
        WHERE status != 'retracted'
    ),
    conditions AS (
        SELECT
            rule, kind, subject, clock, episode, assignment_id, rung,
            max(live) AS by_live,
            min(live) = 0 AS by_shadow,
            max(status) AS verdict,
            max(finding_id) AS finding_id,
            max(case_id) AS case_id,
            min(raised_at) AS at
        FROM sides
        WHERE rule IN (SELECT substring(rule, 8) FROM shadow_findings)
        GROUP BY rule, kind, subject, clock, episode, assignment_id, rung
    )
SELECT
    rule,
    kind,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            if(by_live, 'live', ''),
            if(by_shadow, 'shadow', ''),
            if(by_live AND by_shadow, 'in_both', ''),
            if(by_live AND NOT by_shadow, 'only_live', ''),
            if(by_shadow AND NOT by_live, 'only_shadow', ''),
            if(verdict = 'confirmed' AND NOT by_shadow, 'confirmed_lost', ''),
            if(verdict = 'dismissed' AND NOT by_shadow, 'dismissed_spared', '')
        ]
    )) AS number,
    'finding' AS thing,
    finding_id AS id,
    case_id,
    toNullable(at) AS at
FROM conditions

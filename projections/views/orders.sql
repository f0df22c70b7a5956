-- orders: one row per case that orders an item of a service menu.
-- department: the item's; lead_department: whose the case is now; lead_at_answer: whose it was at its
-- first answer. in_time, judged: the promised
-- limit of the first episode; in_law, judged_by_law: the statutory one. promised_used and
-- statutory_used: percent of each limit used by the first answer. level: the party's, of the last
-- episode evaluated, 0 for none; satisfied: 3 or more. named_department: the named officer's at the
-- answer (unanswered: now; registered later only: the first); named_handled: it led the case then.
CREATE OR REPLACE VIEW orders${on_cluster} AS
SELECT
    cases.case_id AS case_id,
    cases.party_id AS party_id,
    cases.area AS area,
    cases.menu AS menu,
    cases.menu_item AS item,
    cases.menu_category AS category,
    cases.menu_department AS department,
    cases.lead_department AS lead_department,
    cases.opened_at AS opened_at,
    coalesce(cases.first_responded_at, cases.responded_at) AS answered_at,
    cases.closed_at AS closed_at,
    cases.outcome AS outcome,
    toUInt8(answered_at IS NOT NULL) AS answered,
    times.judged AS judged,
    times.in_time AS in_time,
    times.judged_by_law AS judged_by_law,
    times.in_law AS in_law,
    times.promised_used AS promised_used,
    times.statutory_used AS statutory_used,
    ifNull(asked.level, 0) AS level,
    toUInt8(level > 0) AS evaluated,
    toUInt8(level >= 3) AS satisfied,
    cases.named_officer AS named_officer,
    belonging.department_id AS named_department,
    toUInt8(
        cases.named_officer != '' AND answered AND named_department != ''
        AND named_department = toString(cases.lead_at_answer)
    ) AS named_handled,
    cases.lead_at_answer AS lead_at_answer
FROM cases
LEFT JOIN (
    SELECT
        case_id,
        toUInt8(countIf(clock = 'resolve' AND (status IN ('met', 'breached') OR overturned = 1)) > 0)
            AS judged,
        toUInt8(countIf(clock = 'resolve' AND status = 'met' AND overturned = 0) > 0) AS in_time,
        toUInt8(
            countIf(clock = 'statutory' AND (status IN ('met', 'breached') OR overturned = 1)) > 0
        ) AS judged_by_law,
        toUInt8(countIf(clock = 'statutory' AND status = 'met' AND overturned = 0) > 0) AS in_law,
        maxIf(used, clock = 'resolve') AS promised_used,
        maxIf(used, clock = 'statutory') AS statutory_used
    FROM clocks
    WHERE episode = 1 AND clock IN ('resolve', 'statutory')
    GROUP BY case_id
) AS times ON times.case_id = cases.case_id
LEFT JOIN (
    SELECT case_id, argMax(assumeNotNull(evaluations.level), (episode, evaluations.time)) AS level
    FROM evaluations
    WHERE outcome = 'answered' AND standing = 'counted' AND revisit = 0 AND evaluations.level IS NOT NULL
    GROUP BY case_id
) AS asked ON asked.case_id = cases.case_id
LEFT JOIN (
    SELECT
        asking.case_id AS case_id,
        argMax(
            facts.department_id,
            if(
                asking.at IS NULL OR facts.time <= asking.at,
                (1, toUnixTimestamp64Milli(facts.time), facts.sequence, facts.event_id),
                (0, -toUnixTimestamp64Milli(facts.time), -facts.sequence, facts.event_id)
            )
        ) AS department_id
    FROM (
        SELECT case_id, named_officer, coalesce(first_responded_at, responded_at) AS at
        FROM cases
        WHERE menu_item != '' AND named_officer != ''
    ) AS asking
    INNER JOIN officer_facts AS facts ON facts.officer_id = asking.named_officer
    WHERE facts.event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY asking.case_id
) AS belonging ON belonging.case_id = cases.case_id
WHERE cases.menu_item != '';

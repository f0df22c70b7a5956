-- The findings raised in a month, and what people said of each.
-- keys: rule, kind, department, month
-- numbers: raised, confirmed, dismissed, unjudged
-- precision: confirmed, dismissed
SELECT
    toString(findings.rule) AS rule,
    toString(findings.kind) AS kind,
    toString(findings.department) AS department,
    substring(toString(toStartOfMonth(toTimeZone(raised_at, '${zone}'))), 1, 7) AS month,
    arrayJoin([
        'raised',
        multiIf(
            status = 'confirmed', 'confirmed',
            status = 'dismissed', 'dismissed',
            'unjudged'
        )
    ]) AS number,
    'finding' AS thing,
    finding_id AS id,
    case_id,
    toNullable(raised_at) AS at
FROM findings
WHERE status != 'retracted'

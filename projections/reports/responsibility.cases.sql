-- keys: case_id, department
-- row: passes, bounced_hours, unowned_hours, share, finding_id
SELECT
    case_id,
    department,
    'row' AS number,
    'case' AS thing,
    case_id AS id,
    CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS at
FROM report_responsibility

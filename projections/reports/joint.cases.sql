-- The parts of each case that several departments answer together: assists and sub-cases.
-- keys: case_id, lead_department, status
-- numbers: parts, answered, open
-- waiting_for: open
WITH
    shares AS (
        SELECT case_id, toString(department) AS department, 'assignment' AS thing,
            assignment_id AS id, answered_at AS done, assigned_at AS at, toUInt32(episode) AS episode
        FROM assignments
        WHERE awaited = 1
        UNION ALL
        SELECT arrayJoin(parents), toString(lead_department), 'case', case_id,
            coalesce(first_responded_at, first_closed_at), opened_at, toUInt32(0)
        FROM cases
    )
SELECT
    whole.case_id AS case_id,
    whole.lead_department AS lead_department,
    whole.status AS status,
    arrayJoin(['parts', if(shares.done IS NULL, 'open', 'answered')]) AS number,
    shares.thing AS thing,
    shares.id AS id,
    shares.department AS department,
    shares.at AS at
FROM shares
INNER JOIN (
    SELECT case_id, toString(lead_department) AS lead_department, toString(status) AS status,
        toUInt32(episode) AS episode
    FROM cases
) AS whole ON whole.case_id = shares.case_id
WHERE shares.episode IN (0, whole.episode)

-- The assignments of a bucket's cases.
SELECT
    assignment_id, case_id, department, role, basis, ended_by,
    toUnixTimestamp64Milli(assigned_at) AS assigned, toUnixTimestamp64Milli(accepted_at) AS accepted,
    toUnixTimestamp64Milli(ended_at) AS ended
FROM assignments
WHERE cityHash64(case_id) % {buckets:UInt64} = {bucket:UInt64}
ORDER BY case_id, assigned_at, assignment_id

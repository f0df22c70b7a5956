-- The evaluations behind each number. A department that was rated (--for) is told whom it was
-- asked about, and no answer.
-- keys: quarter, department
-- numbers: asked, reached, answered, by_party, by_hub, by_third_party, rated, satisfied
-- numbers: rated_net, satisfied_net, told, solved, told_net, solved_net, excluded, own, unknown
-- satisfied_rate: rated, satisfied
-- satisfied_rate_net: rated_net, satisfied_net
-- solved_rate: told, solved
-- solved_rate_net: told_net, solved_net
-- row: suppressed
SELECT quarter, department, number, thing, id, case_id, at
FROM evaluation_marks
WHERE ${for} = '' OR (department = ${for} AND number = 'asked')

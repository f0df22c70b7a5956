-- The receipts and events behind each number.
-- keys: quarter, department
-- numbers: sent, accepted, rejected, mended, duplicated, events, late, named, unlinked
-- score: rejected, mended, duplicated, late, unlinked
-- lost: rejected, mended, duplicated, late, unlinked
-- rejected_rate: sent, rejected, mended
-- duplicated_rate: sent, duplicated
-- late_rate: events, late
-- unlinked_rate: named, unlinked
SELECT quarter, department, number, thing, id, case_id, at
FROM quality_marks
WHERE ${for} = '' OR department = ${for}

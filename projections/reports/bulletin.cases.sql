-- What is behind the figures that are shown; for the office, not for the public.
-- keys: quarter, subject, name, measure
-- numbers: counted, reached
-- rate: counted, reached
-- row: title_zh, title_en, suppressed
SELECT quarter, subject, name, measure, number, thing, id, case_id, at
FROM bulletin_marks
WHERE (quarter, subject, name, measure) IN (
    SELECT quarter, subject, name, measure FROM report_bulletin WHERE suppressed = 0
)

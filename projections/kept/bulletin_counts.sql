-- bulletin_counts: bulletin_marks, counted; size: how many parties stand behind a group's figures.
-- order: quarter, subject, measure, name
SELECT
    quarter,
    subject,
    name,
    measure,
    uniqExact(party_id) AS size,
    countIf(number = 'counted') AS counted,
    countIf(number = 'reached') AS reached
FROM bulletin_marks
GROUP BY quarter, subject, name, measure

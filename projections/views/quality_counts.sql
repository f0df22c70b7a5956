-- quality_counts: one row per quarter and department: what the score of its data is made of.
CREATE OR REPLACE VIEW quality_counts${on_cluster} AS
SELECT
    quarter,
    department,
    countIf(number = 'sent') AS sent,
    countIf(number = 'accepted') AS accepted,
    countIf(number = 'duplicated') AS duplicated,
    countIf(number = 'rejected') AS rejected,
    countIf(number = 'mended') AS mended,
    countIf(number = 'events') AS events,
    countIf(number = 'late') AS late,
    countIf(number = 'named') AS named,
    countIf(number = 'unlinked') AS unlinked
FROM quality_marks
GROUP BY quarter, department;

-- limits: one row: what reports may show and list, as their policy says at the last tick. Without
-- a policy least_group is out of reach, so that nothing is shown that should not be, and
-- nothing is late without late_days.
CREATE OR REPLACE VIEW limits${on_cluster} AS
SELECT
    if(maxIf(amount, name = 'least_group') = 0, 1e9, maxIf(amount, name = 'least_group'))
        AS least_group,
    maxIf(amount, name = 'supervised') AS supervised,
    maxIf(amount, name = 'least_cases') AS least_cases,
    if(countIf(name = 'late_days') = 0, 1e6, maxIf(amount, name = 'late_days')) AS late_days
FROM settings
WHERE kind = 'reports';

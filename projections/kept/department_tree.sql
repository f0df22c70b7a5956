-- department_tree: the closure of the tree over time: one row per department, ancestor and
-- interval [since, until) in which the one stood under the other; each stands under itself
-- (depth 0). What happened at an instant rolls up along the rows that hold it.
-- order: department_id
WITH
    one AS (
        SELECT department_id, parent_id, since, until FROM department_versions WHERE parent_id != ''
    ),
    two AS (
        SELECT one.department_id AS department_id, up.parent_id AS parent_id,
            greatest(one.since, up.since) AS since, least(one.until, up.until) AS until
        FROM one
        INNER JOIN one AS up ON up.department_id = one.parent_id
        WHERE greatest(one.since, up.since) < least(one.until, up.until)
    ),
    three AS (
        SELECT two.department_id AS department_id, up.parent_id AS parent_id,
            greatest(two.since, up.since) AS since, least(two.until, up.until) AS until
        FROM two
        INNER JOIN one AS up ON up.department_id = two.parent_id
        WHERE greatest(two.since, up.since) < least(two.until, up.until)
    ),
    four AS (
        SELECT three.department_id AS department_id, up.parent_id AS parent_id,
            greatest(three.since, up.since) AS since, least(three.until, up.until) AS until
        FROM three
        INNER JOIN one AS up ON up.department_id = three.parent_id
        WHERE greatest(three.since, up.since) < least(three.until, up.until)
    ),
    under AS (
        SELECT DISTINCT
            department_id, department_id AS ancestor_id, 0 AS depth,
            toDateTime64('1970-01-01 00:00:00', 3, 'UTC') AS since,
            toDateTime64('2200-01-01 00:00:00', 3, 'UTC') AS until
        FROM department_versions
        UNION ALL
        SELECT department_id, parent_id, 1, since, until FROM one
        UNION ALL
        SELECT department_id, parent_id, 2, since, until FROM two
        UNION ALL
        SELECT department_id, parent_id, 3, since, until FROM three
        UNION ALL
        SELECT department_id, parent_id, 4, since, until FROM four
    )
SELECT
    under.department_id AS department_id, under.ancestor_id AS ancestor_id,
    under.depth AS depth, named.level AS level, named.name AS ancestor, named.area AS area,
    greatest(under.since, named.since) AS since, least(under.until, named.until) AS until
FROM under
INNER JOIN department_versions AS named ON named.department_id = under.ancestor_id
WHERE greatest(under.since, named.since) < least(under.until, named.until);

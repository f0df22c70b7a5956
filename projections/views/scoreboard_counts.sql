-- scoreboard_counts: one row per quarter and department. rated, pleased: what formulas weigh of the
-- evaluations. They are 0 where fewer answered than a rated department may see, for a score from
-- which a single rating can be worked out shows it; gross is as net where too few were left out.
-- Where a department of a quarter has too few, the two with the fewest others are hidden as well: so
-- neither the public's whole nor one of these two can tell what is hidden (projections/guarding.py).
CREATE OR REPLACE VIEW scoreboard_counts${on_cluster} AS
SELECT
    *,
    answered_net >= k AND NOT (few_net > 0 AND has(beside_net, department)) AS net_shown,
    if(
        answered = answered_net,
        net_shown,
        answered >= k AND answered - answered_net >= k AND NOT (few > 0 AND has(beside, department))
    ) AS gross_shown,
    if(gross_shown, answered, if(net_shown, answered_net, 0)) AS rated,
    if(gross_shown, satisfied, if(net_shown, satisfied_net, 0)) AS pleased,
    if(net_shown, answered_net, 0) AS rated_net,
    if(net_shown, satisfied_net, 0) AS pleased_net
FROM (SELECT *, (SELECT least_group FROM limits) AS k FROM scoreboard_tallies) AS counted
INNER JOIN (
    SELECT
        quarter,
        countIf(answered > 0 AND answered < k) AS few,
        countIf(answered_net > 0 AND answered_net < k) AS few_net,
        arraySlice(arrayMap(
            one -> one.2, arraySort(groupArrayIf((answered, department), answered >= k))
        ), 1, 2) AS beside,
        arraySlice(arrayMap(
            one -> one.2, arraySort(groupArrayIf((answered_net, department), answered_net >= k))
        ), 1, 2) AS beside_net
    FROM (SELECT *, (SELECT least_group FROM limits) AS k FROM scoreboard_tallies) AS told
    GROUP BY quarter
) AS whole USING (quarter);

-- scoreboard_counts: one row per quarter and department. rated, pleased: what formulas weigh of the
-- evaluations. They are 0 where fewer answered than a rated department may see, for a score from
-- which a single rating can be worked out shows it; gross is as net where too few were left out.
CREATE OR REPLACE VIEW scoreboard_counts${on_cluster} AS
SELECT
    *,
    least_group AS k,
    answered_net >= k AS net_shown,
    answered >= k AND (answered = answered_net OR answered - answered_net >= k) AS gross_shown,
    if(gross_shown, answered, if(net_shown, answered_net, 0)) AS rated,
    if(gross_shown, satisfied, if(net_shown, satisfied_net, 0)) AS pleased,
    if(net_shown, answered_net, 0) AS rated_net,
    if(net_shown, satisfied_net, 0) AS pleased_net
FROM (
    SELECT
        quarter,
        department,
        countIf(number = 'opened') AS opened,
        countIf(number = 'closed') AS closed,
        countIf(number = 'solved') AS solved,
        countIf(number = 'orders') AS orders,
        countIf(number = 'orders_solved') AS orders_solved,
        countIf(number = 'judged') AS judged,
        countIf(number = 'in_time') AS in_time,
        countIf(number = 'in_time_net') AS in_time_net,
        countIf(number = 'answered') AS answered,
        countIf(number = 'satisfied') AS satisfied,
        countIf(number = 'answered_net') AS answered_net,
        countIf(number = 'satisfied_net') AS satisfied_net,
        countIf(number = 'returns') AS returns,
        countIf(number = 'findings') AS findings
    FROM scoreboard_marks
    GROUP BY quarter, department
) AS counted
CROSS JOIN limits;

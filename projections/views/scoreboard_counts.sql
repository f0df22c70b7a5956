-- scoreboard_counts: one row per quarter and department. rated, pleased: what formulas weigh of the
-- evaluations. They are 0 where fewer answered than a rated department may see, for a score from
-- which a single rating can be worked out shows it; gross is as net where too few were left out.
CREATE OR REPLACE VIEW scoreboard_counts${on_cluster} AS
SELECT
    *,
    (SELECT least_group FROM limits) AS k,
    answered_net >= k AS net_shown,
    answered >= k AND (answered = answered_net OR answered - answered_net >= k) AS gross_shown,
    if(gross_shown, answered, if(net_shown, answered_net, 0)) AS rated,
    if(gross_shown, satisfied, if(net_shown, satisfied_net, 0)) AS pleased,
    if(net_shown, answered_net, 0) AS rated_net,
    if(net_shown, satisfied_net, 0) AS pleased_net
FROM scoreboard_tallies;

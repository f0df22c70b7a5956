-- 2026-2 | 2026 年第二版计分办法 | Second formula of 2026
-- since 2026Q3
--
-- 35 on time, 25 solved, 25 satisfied, 15 menu orders done (点菜单). A rate that nothing was
-- counted for is left out, and the others weigh more. Gross: extensions allowed, evaluations left out included; net: neither.
-- lost: the points of a hundred that each part cost, net.
WITH
    arrayFilter(part -> part.4 > 0, [
        ('on-time', 35, in_time, judged),
        ('solved', 25, solved, closed),
        ('satisfied', 25, pleased, rated),
        ('orders', 15, orders_solved, orders)
    ]) AS gross,
    arrayFilter(part -> part.4 > 0, [
        ('on-time', 35, in_time_net, judged),
        ('solved', 25, solved, closed),
        ('satisfied', 25, pleased_net, rated_net),
        ('orders', 15, orders_solved, orders)
    ]) AS net,
    arraySum(part -> part.2, gross) AS weight_gross,
    arraySum(part -> part.2, net) AS weight_net
SELECT
    quarter,
    department,
    if(
        weight_gross = 0,
        NULL,
        round(100 * arraySum(part -> part.2 * part.3 / part.4, gross) / weight_gross, 1)
    ) AS score_gross,
    if(
        weight_net = 0,
        NULL,
        round(100 * arraySum(part -> part.2 * part.3 / part.4, net) / weight_net, 1)
    ) AS score_net,
    arrayMap(
        part -> (part.1, round(100 * part.2 * (1 - part.3 / part.4) / weight_net, 1)), net
    ) AS lost
FROM ${counts}

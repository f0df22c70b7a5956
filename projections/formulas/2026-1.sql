-- 2026-1 | 2026 年第一版计分办法 | First formula of 2026
-- since 2000Q1
--
-- 40 on time, 30 solved, 30 satisfied. A rate that nothing was counted for is left out, and the
-- others weigh more. Gross: extensions allowed, evaluations left out included; net: neither.
-- lost: the points of a hundred that each part cost, net.
WITH
    arrayFilter(part -> part.4 > 0, [
        ('on-time', 40, in_time, judged),
        ('solved', 30, solved, closed),
        ('satisfied', 30, pleased, rated)
    ]) AS gross,
    arrayFilter(part -> part.4 > 0, [
        ('on-time', 40, in_time_net, judged),
        ('solved', 30, solved, closed),
        ('satisfied', 30, pleased_net, rated_net)
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

-- quality-1 | 数据质量计分办法第一版 | First formula of data quality
-- since 2000Q1
--
-- A hundred points, taken away in four parts. A part is lost in proportion to a share, and wholly
-- where the share reaches its limit: refused and not mended 40 points at a tenth of what was sent;
-- late 25 at a fifth of the events; unlinked 25 at a fifth of those that speak of a party;
-- sent again 10 at a half of what was sent (repeats are harmless and cost little). A part of which
-- nothing was counted is left out, and the others weigh more. lost: the points each part cost.
-- The counts go through, so that a report counts once.
WITH
    arrayFilter(part -> part.5 > 0, [
        ('refused', 40, 0.1, toFloat64(rejected) - toFloat64(mended), toFloat64(sent)),
        ('late', 25, 0.2, toFloat64(late), toFloat64(events)),
        ('unlinked', 25, 0.2, toFloat64(unlinked), toFloat64(named)),
        ('sent-again', 10, 0.5, toFloat64(duplicated), toFloat64(sent))
    ]) AS parts,
    arraySum(part -> part.2, parts) AS weight,
    arrayMap(
        part -> (part.1, 100 * part.2 * least(1, part.4 / part.5 / part.3) / weight), parts
    ) AS cost
SELECT
    *,
    if(weight = 0, NULL, round(100 - arraySum(part -> part.2, cost), 1)) AS score,
    arrayMap(part -> (part.1, round(part.2, 1)), cost) AS lost
FROM ${counts}

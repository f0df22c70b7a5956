-- coverage | 走访覆盖率 | Coverage of visits
-- area | 区域 | Area
-- kind | 主体类型 | Kind of party
-- period_kind | 周期类型 | Kind of period
-- period | 周期 | Period
-- parties | 主体数 | Parties
-- visited | 已走访 | Visited
-- not_visited | 未走访 | Not visited
-- rate | 覆盖率（%） | Coverage (%)
--
-- Parties known at the last tick, against visits that took place (recorded, not cancelled), by
-- month, quarter and year of their start in local time. A party counts as visited when any
-- party it is linked to was. Periods without a single visit are not listed.
WITH
    seen AS (
        SELECT DISTINCT
            cluster_id,
            toTimeZone(assumeNotNull(start), '${zone}') AS local,
            arrayJoin([
                ('month', formatDateTime(local, '%Y-%m')),
                ('quarter', concat(toString(toYear(local)), 'Q', toString(toQuarter(local)))),
                ('year', toString(toYear(local)))
            ]) AS span
        FROM visits
        WHERE status = 'recorded' AND start IS NOT NULL
    ),
    population AS (
        SELECT area, kind, count() AS parties FROM parties GROUP BY area, kind
    ),
    met AS (
        SELECT area, kind, span, uniqExact(party_id) AS visited
        FROM parties
        INNER JOIN seen ON seen.cluster_id = parties.cluster_id
        GROUP BY area, kind, span
    ),
    spans AS (SELECT DISTINCT span FROM seen)
SELECT
    population.area AS area,
    population.kind AS kind,
    spans.span.1 AS period_kind,
    spans.span.2 AS period,
    population.parties AS parties,
    met.visited AS visited,
    population.parties - met.visited AS not_visited,
    round(100 * met.visited / population.parties, 1) AS rate
FROM population
CROSS JOIN spans
LEFT JOIN met
    ON met.area = population.area AND met.kind = population.kind AND met.span = spans.span
ORDER BY period_kind, period, area, kind

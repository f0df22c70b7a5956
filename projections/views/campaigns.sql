-- campaigns: one row per campaign, of the version that was published last. next_date: the next local
-- date on which it is held, today included: by its day of the month, else its start; NULL once over.
CREATE OR REPLACE VIEW campaigns${on_cluster} AS
SELECT
    campaign_id, said.1 AS name, said.2 AS departments, said.3 AS start, said.4 AS `end`,
    said.5 AS category, said.6 AS cluster_id, said.7 AS monthly_day,
    greatest(today, toDate(toTimeZone(ifNull(start, (SELECT now FROM now)), '${zone}'))) AS first,
    addDays(toStartOfMonth(first), monthly_day - 1) AS this_month,
    if(
        monthly_day = 0,
        if(start IS NULL, NULL, toNullable(toDate(toTimeZone(assumeNotNull(start), '${zone}')))),
        toNullable(if(this_month >= first, this_month, addMonths(this_month, 1)))
    ) AS wanted,
    if(
        wanted >= today
            AND (`end` IS NULL OR wanted <= toDate(toTimeZone(assumeNotNull(`end`), '${zone}'))),
        wanted,
        NULL
    ) AS next_date
FROM (
    SELECT
        campaign_id,
        toDate(toTimeZone((SELECT now FROM now), '${zone}')) AS today,
        argMax(
            (name, departments, start, `end`, category, cluster_id, monthly_day),
            (version, campaign_facts.time, sequence, event_id)
        ) AS said
    FROM campaign_facts
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY campaign_id
);

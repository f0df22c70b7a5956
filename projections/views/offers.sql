-- offers: one row per offer to a party, of a menu's item or (campaign_id) of a campaign to which it is
-- invited: when it was made, opened, applied for. Who applies for an invitation will come.
CREATE OR REPLACE VIEW offers${on_cluster} AS
SELECT
    offer_id, said.1 AS party_id, said.2 AS menu_id, said.3 AS item, said.4 AS department,
    said.5 AS campaign_id, made_at, opened_at, applied_at
FROM (
    SELECT
        offer_id,
        argMin(
            (party_id, menu_id, item, toString(department), campaign_id),
            (time, sequence, event_id)
        ) AS said,
        minIf(toNullable(time), name_of_event = 'offer.made') AS made_at,
        minIf(toNullable(time), name_of_event = 'offer.opened') AS opened_at,
        minIf(toNullable(time), name_of_event = 'offer.applied') AS applied_at
    FROM offer_facts
    WHERE event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY offer_id
);

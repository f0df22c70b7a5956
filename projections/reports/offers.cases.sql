-- The parties that each item fits, told or not, and those that were told of it.
-- keys: menu_id, item
-- numbers: fits, told, untold, unfit, opened, applied
-- told_rate: fits, told
-- applied_rate: told, unfit, applied
WITH
    told AS (
        SELECT
            if(offers.menu_id = '', items.menu_id, offers.menu_id) AS menu_id,
            offers.item AS item,
            if(parties.cluster_id = '', offers.party_id, parties.cluster_id) AS cluster_id,
            any(offers.party_id) AS party_id,
            min(offers.made_at) AS made_at,
            min(offers.opened_at) AS opened_at,
            min(offers.applied_at) AS applied_at
        FROM offers
        LEFT JOIN parties ON parties.party_id = offers.party_id
        LEFT JOIN (SELECT item, any(menu_id) AS menu_id FROM menu_items GROUP BY item) AS items
            ON items.item = offers.item
        WHERE offers.campaign_id = ''
        GROUP BY menu_id, item, cluster_id
    ),
    fitting AS (
        SELECT menu_id, item, cluster_id, min(party_id) AS party_id
        FROM item_fits
        GROUP BY menu_id, item, cluster_id
    )
SELECT
    menu_id, item,
    arrayJoin(['fits', if(told.cluster_id = '', 'untold', 'told')]) AS number,
    'party' AS thing, fitting.party_id AS id, '' AS case_id,
    if(told.cluster_id = '', NULL, told.made_at) AS at
FROM fitting
LEFT JOIN told USING (menu_id, item, cluster_id)
UNION ALL
SELECT
    menu_id, item,
    arrayJoin(arrayFilter(
        word -> word != '',
        [
            if(fitting.cluster_id = '', 'unfit', ''),
            if(told.opened_at IS NULL, '', 'opened'),
            if(told.applied_at IS NULL, '', 'applied')
        ]
    )),
    'party', told.party_id, '', told.made_at
FROM told
LEFT JOIN fitting USING (menu_id, item, cluster_id)

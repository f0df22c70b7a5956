-- menu_items: one row per item that a service menu offers now, of the version of each menu that
-- counts at the last tick; of two menus with one item, the later one.
-- compression: by how many percent the promised limit lies below the statutory one, NULL without
-- both. at_goal: whether that is the menu's goal or more (0 without both).
CREATE OR REPLACE VIEW menu_items${on_cluster} AS
SELECT
    menu_id, version, item, title, title_en, category, category_title, category_title_en,
    department, policy, unit, statutory, promised,
    if(statutory > 0 AND promised > 0, round(100 * (1 - promised / statutory), 2), NULL)
        AS compression,
    goal,
    toUInt8(statutory > 0 AND promised > 0 AND 100 * promised <= (100 - goal) * statutory)
        AS at_goal,
    valid_from, kinds, areas, industries, stages, sizes
FROM menu_item_facts
WHERE item != '' AND event_id IN (
    SELECT argMax(event_id, (valid_from, version, time, event_id))
    FROM menu_item_facts
    WHERE time <= (SELECT now FROM now) AND valid_from <= (SELECT now FROM now)
        AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
    GROUP BY menu_id
)
ORDER BY valid_from DESC, version DESC, time DESC, event_id DESC
LIMIT 1 BY item;

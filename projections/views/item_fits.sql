-- item_fits: which registered party an item of the menu is for, of the items that say whom they are
-- for: a criterion that is not stated fits everybody.
CREATE OR REPLACE VIEW item_fits${on_cluster} AS
SELECT
    meant.menu_id AS menu_id, meant.item AS item, parties.party_id AS party_id,
    parties.cluster_id AS cluster_id
FROM (
    SELECT menu_id, item, kinds, areas, industries, stages, sizes
    FROM menu_items
    WHERE length(kinds) + length(areas) + length(industries) + length(stages) + length(sizes) > 0
) AS meant
CROSS JOIN (
    SELECT party_id, cluster_id, kind, area, industry, stage, size, site_areas
    FROM parties
    WHERE registered = 1
) AS parties
WHERE (empty(kinds) OR has(kinds, parties.kind))
    AND (empty(areas) OR has(areas, parties.area) OR hasAny(areas, parties.site_areas))
    AND (empty(industries) OR has(industries, parties.industry))
    AND (empty(stages) OR has(stages, parties.stage))
    AND (empty(sizes) OR has(sizes, parties.size));

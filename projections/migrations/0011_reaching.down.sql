DROP TABLE IF EXISTS case_texts${on_cluster};
DROP TABLE IF EXISTS campaign_facts${on_cluster};
DROP TABLE IF EXISTS offer_facts${on_cluster};
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN sizes;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN stages;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN industries;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN areas;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN kinds;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN visit_id;

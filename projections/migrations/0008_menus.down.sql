DROP TABLE IF EXISTS menu_item_facts${on_cluster};
ALTER TABLE clock_snapshots${on_cluster} DROP COLUMN used;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu_department;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu_category;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu_item;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN named_officer;

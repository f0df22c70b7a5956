-- What a case orders from the service menu and whom the party named; how much of its target a
-- stopped clock used; and the items of each published menu.

ALTER TABLE case_snapshots${on_cluster} ADD COLUMN named_officer String AFTER recurrence_of;
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN menu String AFTER named_officer;
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN menu_item String AFTER menu;
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN menu_category String AFTER menu_item;
ALTER TABLE case_snapshots${on_cluster} ADD COLUMN menu_department String AFTER menu_category;
ALTER TABLE clock_snapshots${on_cluster} ADD COLUMN used Float64 AFTER net_deadline;

-- menu.published: one row per item, and one at position 0 for the menu itself.
CREATE TABLE IF NOT EXISTS menu_item_facts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    position UInt32,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    menu_id String,
    version UInt64,
    valid_from DateTime64(3, 'UTC'),
    goal Float64,
    item String,
    title String,
    title_en String,
    category String,
    category_title String,
    category_title_en String,
    department LowCardinality(String),
    policy String,
    unit LowCardinality(String),
    statutory Float64,
    promised Float64
) ENGINE = ${replicated}ReplacingMergeTree
ORDER BY (topic, partition, offset, position)
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS menu_item_facts${on_cluster};
ALTER TABLE clock_snapshots${on_cluster} DROP COLUMN used;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu_department;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu_category;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu_item;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN menu;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN named_officer;

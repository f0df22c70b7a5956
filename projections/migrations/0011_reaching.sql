-- Whom a menu's item is for, who was told of it; campaigns; from which visit a case came; and what
-- was asked and answered, for looking up.

ALTER TABLE case_snapshots${on_cluster} ADD COLUMN visit_id String AFTER menu_department;
ALTER TABLE menu_item_facts${on_cluster} ADD COLUMN kinds Array(String) AFTER promised;
ALTER TABLE menu_item_facts${on_cluster} ADD COLUMN areas Array(String) AFTER kinds;
ALTER TABLE menu_item_facts${on_cluster} ADD COLUMN industries Array(String) AFTER areas;
ALTER TABLE menu_item_facts${on_cluster} ADD COLUMN stages Array(String) AFTER industries;
ALTER TABLE menu_item_facts${on_cluster} ADD COLUMN sizes Array(String) AFTER stages;

CREATE TABLE IF NOT EXISTS offer_facts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    name_of_event LowCardinality(String),
    time DateTime64(3, 'UTC'),
    sequence Int64,
    offer_id String,
    party_id String,
    menu_id String,
    item String,
    department LowCardinality(String)
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS campaign_facts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    campaign_id String,
    version UInt64,
    valid_from DateTime64(3, 'UTC'),
    name String,
    departments Array(String),
    start Nullable(DateTime64(3, 'UTC')),
    end Nullable(DateTime64(3, 'UTC')),
    category String,
    cluster_id String,
    monthly_day UInt8
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

-- case.opened and case.responded: plain is the text without width, case, spaces and punctuation.
CREATE TABLE IF NOT EXISTS case_texts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    case_id String,
    part LowCardinality(String),
    department LowCardinality(String),
    kind LowCardinality(String),
    said String,
    INDEX plain_grams plain TYPE ngrambf_v1(2, 8192, 2, 0) GRANULARITY 4,
    plain String
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS case_texts${on_cluster};
DROP TABLE IF EXISTS campaign_facts${on_cluster};
DROP TABLE IF EXISTS offer_facts${on_cluster};
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN sizes;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN stages;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN industries;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN areas;
ALTER TABLE menu_item_facts${on_cluster} DROP COLUMN kinds;
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN visit_id;

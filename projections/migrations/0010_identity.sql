-- Which party ids are one party: what was said of each pair, and what people are asked.

CREATE TABLE IF NOT EXISTS party_link_facts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    name LowCardinality(String),
    source String,
    party_id String,
    same_as String,
    score Float64,
    rule LowCardinality(String),
    rule_version LowCardinality(String)
) ENGINE = ${replicated}ReplacingMergeTree
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS identity_question_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    question_id String,
    party_id String,
    other_party_id String,
    name String,
    other_name String,
    area String,
    other_area String,
    score Float64,
    policy LowCardinality(String),
    asked_at Nullable(DateTime64(3, 'UTC')),
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS identity_question_snapshots${on_cluster};

DROP TABLE IF EXISTS party_link_facts${on_cluster};

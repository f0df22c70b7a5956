-- Every record of the hub's own topics, as it stands in the log, once per (topic, partition, offset).
-- A redelivered batch is dropped by its token where the server still knows it, and by the sort key
-- in any case. The partition key is a function of the sort key: twins always meet in one part.
-- What stands beside the stored bytes is decoded once, here, so that no report parses JSON.

CREATE TABLE IF NOT EXISTS journal_records${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    key String,
    value String,
    header_names Array(String),
    header_values Array(String),
    appended_at DateTime64(3, 'UTC'),
    content_hash String,
    chain_hash String,
    ingest String,
    event_id String,
    type LowCardinality(String),
    name LowCardinality(String),
    source LowCardinality(String),
    department LowCardinality(String),
    subject String,
    party_id String,
    case_id String,
    time DateTime64(3, 'UTC'),
    recorded_time DateTime64(3, 'UTC'),
    sequence Int64,
    data String
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS finding_records${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    key String,
    value String,
    header_names Array(String),
    header_values Array(String),
    origin_topic LowCardinality(String),
    origin_partition UInt32,
    origin_offset UInt64,
    origin_index UInt32,
    event_id String,
    name LowCardinality(String),
    time DateTime64(3, 'UTC'),
    finding_id String,
    rule LowCardinality(String),
    kind LowCardinality(String),
    version LowCardinality(String),
    severity LowCardinality(String),
    subject String,
    party_id String,
    case_id String,
    department LowCardinality(String),
    clock LowCardinality(String),
    episode LowCardinality(String),
    assignment_id String,
    rung LowCardinality(String),
    raised_at DateTime64(3, 'UTC'),
    resolved_at Nullable(DateTime64(3, 'UTC')),
    status LowCardinality(String),
    evidence Array(String),
    details String,
    revision UInt32,
    percent Float64,
    reason String,
    deadline Nullable(DateTime64(3, 'UTC'))
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS receipt_records${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    outcome LowCardinality(String),
    code LowCardinality(String),
    message String,
    field String,
    time DateTime64(3, 'UTC'),
    department LowCardinality(String),
    ingest_topic LowCardinality(String),
    ingest_partition UInt32,
    ingest_offset Int64,
    sha256 String
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY tuple()
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS rejected_records${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    code LowCardinality(String),
    message String,
    field String,
    department LowCardinality(String),
    ingest_topic LowCardinality(String),
    ingest_partition UInt32,
    ingest_offset Int64,
    sha256 String,
    raw String,
    time DateTime64(3, 'UTC')
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS rejected_records${on_cluster};
DROP TABLE IF EXISTS receipt_records${on_cluster};
DROP TABLE IF EXISTS finding_records${on_cluster};
DROP TABLE IF EXISTS journal_records${on_cluster};

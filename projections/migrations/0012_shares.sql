-- The last conclusion about each department that passed a case on: minutes of working time.
CREATE TABLE IF NOT EXISTS share_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    case_id String,
    department LowCardinality(String),
    bounced UInt64,
    unowned UInt64,
    passes UInt32,
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS share_snapshots${on_cluster};

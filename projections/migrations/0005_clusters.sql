-- The last conclusion about each case that belongs to a cluster of like cases.
CREATE TABLE IF NOT EXISTS cluster_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    cluster_id String,
    case_id String,
    lead UInt8,
    lead_case String,
    score Float64,
    status LowCardinality(String),
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS cluster_snapshots${on_cluster};

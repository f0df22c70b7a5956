-- What became of an evaluation, and of an episode that had to be put right.

ALTER TABLE evaluation_snapshots${on_cluster}
    ADD COLUMN IF NOT EXISTS event_id String AFTER own,
    ADD COLUMN IF NOT EXISTS department LowCardinality(String) AFTER event_id,
    ADD COLUMN IF NOT EXISTS channel LowCardinality(String) AFTER department,
    ADD COLUMN IF NOT EXISTS standing LowCardinality(String) AFTER channel,
    ADD COLUMN IF NOT EXISTS asked_at Nullable(DateTime64(3, 'UTC')) AFTER standing,
    ADD COLUMN IF NOT EXISTS attempts UInt32 AFTER asked_at,
    ADD COLUMN IF NOT EXISTS verified_at Nullable(DateTime64(3, 'UTC')) AFTER attempts,
    ADD COLUMN IF NOT EXISTS upheld Nullable(UInt8) AFTER verified_at,
    ADD COLUMN IF NOT EXISTS verifier String AFTER upheld,
    ADD COLUMN IF NOT EXISTS appealed_at Nullable(DateTime64(3, 'UTC')) AFTER verifier,
    ADD COLUMN IF NOT EXISTS excluded_at Nullable(DateTime64(3, 'UTC')) AFTER appealed_at,
    ADD COLUMN IF NOT EXISTS excluded_by String AFTER excluded_at,
    ADD COLUMN IF NOT EXISTS excluded_for LowCardinality(String) AFTER excluded_by,
    ADD COLUMN IF NOT EXISTS excluded_reason String AFTER excluded_for;

CREATE TABLE IF NOT EXISTS rectification_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    case_id String,
    episode UInt32,
    department LowCardinality(String),
    ground LowCardinality(String),
    level Nullable(UInt8),
    since Nullable(DateTime64(3, 'UTC')),
    verified_at Nullable(DateTime64(3, 'UTC')),
    upheld Nullable(UInt8),
    second_at Nullable(DateTime64(3, 'UTC')),
    second_department LowCardinality(String),
    measure LowCardinality(String),
    answered_at Nullable(DateTime64(3, 'UTC')),
    heard_at Nullable(DateTime64(3, 'UTC')),
    status LowCardinality(String),
    confirmed UInt8,
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- Policies, one row per setting: what reports are allowed to show, and how many they list.
CREATE TABLE IF NOT EXISTS policy_settings${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    policy_id LowCardinality(String),
    policy_version UInt32,
    kind LowCardinality(String),
    valid_from DateTime64(3, 'UTC'),
    name LowCardinality(String),
    amount Float64,
    text String
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset, name)
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS policy_settings${on_cluster};
DROP TABLE IF EXISTS rectification_snapshots${on_cluster};
ALTER TABLE evaluation_snapshots${on_cluster}
    DROP COLUMN excluded_reason,
    DROP COLUMN excluded_for,
    DROP COLUMN excluded_by,
    DROP COLUMN excluded_at,
    DROP COLUMN appealed_at,
    DROP COLUMN verifier,
    DROP COLUMN upheld,
    DROP COLUMN verified_at,
    DROP COLUMN attempts,
    DROP COLUMN asked_at,
    DROP COLUMN standing,
    DROP COLUMN channel,
    DROP COLUMN department,
    DROP COLUMN event_id;

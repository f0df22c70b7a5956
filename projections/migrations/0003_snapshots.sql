-- The last conclusion about each case, assignment, clock, evaluation, visit and party. ``version``
-- is (generation, offset of the origin) in one number: a redelivered or late snapshot never
-- displaces a newer one. A conclusion that vanished is kept as ``deleted``; the views leave it out.
-- Not partitioned: an id's versions must meet in one part.

CREATE TABLE IF NOT EXISTS case_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    case_id String,
    party_id String,
    cluster_id String,
    kind LowCardinality(String),
    channel LowCardinality(String),
    category LowCardinality(String),
    area LowCardinality(String),
    opened_at Nullable(DateTime64(3, 'UTC')),
    responded_at Nullable(DateTime64(3, 'UTC')),
    closed_at Nullable(DateTime64(3, 'UTC')),
    status LowCardinality(String),
    episode UInt32,
    outcome LowCardinality(String),
    lead_department LowCardinality(String),
    hops UInt32,
    returns UInt32,
    platform LowCardinality(String),
    item LowCardinality(String),
    colour LowCardinality(String),
    hard UInt8,
    response LowCardinality(String),
    first_responded_at Nullable(DateTime64(3, 'UTC')),
    first_closed_at Nullable(DateTime64(3, 'UTC')),
    handled UInt64,
    flags Array(String),
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS assignment_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    assignment_id String,
    case_id String,
    department LowCardinality(String),
    role LowCardinality(String),
    assigned_at Nullable(DateTime64(3, 'UTC')),
    accepted_at Nullable(DateTime64(3, 'UTC')),
    ended_at Nullable(DateTime64(3, 'UTC')),
    ended_by LowCardinality(String),
    basis LowCardinality(String),
    from_department LowCardinality(String),
    episode UInt32,
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS clock_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    case_id String,
    episode UInt32,
    clock LowCardinality(String),
    assignment_id String,
    department LowCardinality(String),
    unit LowCardinality(String),
    target UInt64,
    started_at Nullable(DateTime64(3, 'UTC')),
    deadline Nullable(DateTime64(3, 'UTC')),
    stopped_at Nullable(DateTime64(3, 'UTC')),
    consumed UInt64,
    paused UInt64,
    extended UInt64,
    status LowCardinality(String),
    provisional UInt8,
    policy LowCardinality(String),
    calendar LowCardinality(String),
    percent UInt32,
    overturned UInt8,
    net_deadline Nullable(DateTime64(3, 'UTC')),
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS evaluation_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    case_id String,
    episode UInt32,
    level Nullable(UInt8),
    solved Nullable(UInt8),
    collected_by LowCardinality(String),
    collector String,
    outcome LowCardinality(String),
    time Nullable(DateTime64(3, 'UTC')),
    revisit UInt8,
    own UInt8,
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS visit_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    visit_id String,
    party_id String,
    cluster_id String,
    departments Array(String),
    purpose LowCardinality(String),
    ground LowCardinality(String),
    start Nullable(DateTime64(3, 'UTC')),
    end Nullable(DateTime64(3, 'UTC')),
    status LowCardinality(String),
    event_id String,
    department LowCardinality(String),
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS party_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    party_id String,
    cluster_id String,
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- Events older than the horizon when they came: recorded, flagged, concluded by no run.
CREATE TABLE IF NOT EXISTS late_snapshots${on_cluster} (
    id String,
    version UInt64,
    generation UInt32,
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    deleted UInt8,
    event_id String,
    time Nullable(DateTime64(3, 'UTC')),
    late_days UInt32,
    document String
) ENGINE = ${replicated}ReplacingMergeTree(version)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS late_snapshots${on_cluster};
DROP TABLE IF EXISTS party_snapshots${on_cluster};
DROP TABLE IF EXISTS visit_snapshots${on_cluster};
DROP TABLE IF EXISTS evaluation_snapshots${on_cluster};
DROP TABLE IF EXISTS clock_snapshots${on_cluster};
DROP TABLE IF EXISTS assignment_snapshots${on_cluster};
DROP TABLE IF EXISTS case_snapshots${on_cluster};

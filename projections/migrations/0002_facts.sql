-- What journal events say about parties, departments, officers, findings and other events,
-- decoded into columns. One row per record that says it; copies of a reference event in several
-- partitions meet in the views, by event_id.

CREATE TABLE IF NOT EXISTS party_facts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    name_of_event LowCardinality(String),
    time DateTime64(3, 'UTC'),
    sequence Int64,
    weight UInt8,
    party_id String,
    kind LowCardinality(String),
    name String,
    uscc String,
    area LowCardinality(String),
    industry LowCardinality(String),
    stage LowCardinality(String),
    size LowCardinality(String),
    officer_id String
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS department_facts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    name_of_event LowCardinality(String),
    time DateTime64(3, 'UTC'),
    sequence Int64,
    department_id String,
    name String,
    level LowCardinality(String),
    parent_id String,
    valid_from DateTime64(3, 'UTC'),
    successors Array(String)
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS officer_facts${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    officer_id String,
    department_id String,
    role LowCardinality(String),
    area LowCardinality(String),
    channel_ref String,
    substitute String,
    away_from Array(DateTime64(3, 'UTC')),
    away_to Array(DateTime64(3, 'UTC'))
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

-- finding.confirmed, finding.dismissed: what people say of a finding.
CREATE TABLE IF NOT EXISTS judgements${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    finding_id String,
    status LowCardinality(String)
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

-- event.withdrawn: a department takes back its own event.
CREATE TABLE IF NOT EXISTS withdrawals${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    withdrawn_id String,
    reason String
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

-- case.returned: who gave a case back, on what ground, and whom it named as the better owner.
CREATE TABLE IF NOT EXISTS case_returns${on_cluster} (
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    event_id String,
    time DateTime64(3, 'UTC'),
    sequence Int64,
    case_id String,
    assignment_id String,
    department LowCardinality(String),
    reason_code LowCardinality(String),
    basis String,
    better_owner LowCardinality(String)
) ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY topic
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 1000;

-- down
DROP TABLE IF EXISTS case_returns${on_cluster};
DROP TABLE IF EXISTS withdrawals${on_cluster};
DROP TABLE IF EXISTS judgements${on_cluster};
DROP TABLE IF EXISTS officer_facts${on_cluster};
DROP TABLE IF EXISTS department_facts${on_cluster};
DROP TABLE IF EXISTS party_facts${on_cluster};

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

-- case_paths: one row per closed case: the path it took, its wall hours from opening to closing,
-- the business minutes its resolve and rectify clocks that began before its
-- closing consumed, and what the party said last.
CREATE OR REPLACE VIEW case_paths${on_cluster} AS
SELECT
    case_id, toString(kind) AS kind, toString(path) AS path, toUInt64(length(steps)) AS steps,
    assumeNotNull(closed_at) AS ended_at,
    dateDiff('second', assumeNotNull(opened_at), assumeNotNull(closed_at)) / 3600 AS hours,
    minutes, level, toString(outcome) AS outcome
FROM case_walks FINAL
WHERE gone = 0 AND known AND status = 'closed' AND opened_at IS NOT NULL AND closed_at IS NOT NULL;

-- evaluations: one row per evaluation; a revisit's is its own.
CREATE OR REPLACE VIEW evaluations${on_cluster} AS
SELECT case_id, episode, level, solved, collected_by, collector, outcome, time, revisit, own,
    id AS evaluation_id
FROM evaluation_snapshots FINAL
WHERE deleted = 0;

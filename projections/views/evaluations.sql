-- evaluations: one row per episode; a revisit's is its own, and so is one that does not count.
-- department: who is rated. standing: counted, own (the handler rated itself), excluded (left out
-- with approval), unknown-episode. Gross rates are of counted and excluded, net of counted.
CREATE OR REPLACE VIEW evaluations${on_cluster} AS
SELECT case_id, episode, level, solved, collected_by, collector, outcome, time, revisit, own,
    id AS evaluation_id, event_id, department, channel,
    if(standing = '', if(own = 1, 'own', 'counted'), toString(standing)) AS standing,
    asked_at, attempts, verified_at, upheld, verifier, appealed_at, excluded_at, excluded_by,
    excluded_for, excluded_reason
FROM evaluation_snapshots FINAL
WHERE deleted = 0;

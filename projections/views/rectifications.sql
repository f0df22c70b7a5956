-- rectifications: one row per episode that had to be put right: evaluated badly, opened again, or
-- given out a second time because it was not finished. ground: dissatisfied, unsolved, unfinished.
-- status: open, rectified, failed, not-upheld, taken-out; confirmed: the party itself said so.
CREATE OR REPLACE VIEW rectifications${on_cluster} AS
SELECT id AS rectification_id, ${rectification_columns}
FROM rectification_snapshots FINAL
WHERE deleted = 0;

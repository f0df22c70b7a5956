-- shares: one row per department that passed a case on. bounced: minutes of working time it held
-- the case and passed it on; unowned: minutes nobody owned it, left by that department ('' before
-- the first lead); passes: how often it passed it on.
CREATE OR REPLACE VIEW shares${on_cluster} AS
SELECT ${share_columns}
FROM share_snapshots FINAL
WHERE deleted = 0;

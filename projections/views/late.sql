-- late: events that came beyond the horizon: recorded, flagged, concluded by no run.
CREATE OR REPLACE VIEW late${on_cluster} AS
SELECT ${late_columns}
FROM late_snapshots FINAL
WHERE deleted = 0;

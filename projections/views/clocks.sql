-- clocks: one row per clock of a case's episode. This is how SQL learns business time; a clock
-- that vanished (its assignment was withdrawn) stays as cancelled.
-- target counts in its unit; consumed, paused and extended are whole minutes of the clock's measure.
-- used: how much of its target a stopped clock consumed, in percent on its own measure.
-- owner: who answers for it; of a clock of the whole case who led at its breach, else at its stop.
-- net_deadline: the deadline without extensions, NULL where there was none.
CREATE OR REPLACE VIEW clocks${on_cluster} AS
SELECT ${clock_columns}, id AS clock_id
FROM clock_snapshots FINAL
WHERE deleted = 0;

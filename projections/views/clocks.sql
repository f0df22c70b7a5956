-- clocks: one row per clock of a case's episode. This is how SQL learns business time; a clock
-- that vanished (its assignment was withdrawn) stays as cancelled.
CREATE OR REPLACE VIEW clocks${on_cluster} AS
SELECT
    case_id, episode, clock, assignment_id, department, unit, target, started_at, deadline,
    stopped_at, consumed, paused, extended, status, provisional, policy, calendar, document
FROM clock_snapshots FINAL
WHERE deleted = 0;

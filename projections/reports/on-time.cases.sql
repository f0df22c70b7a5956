-- The clocks behind each number; a clock of the whole case counts for who led when it was judged.
-- keys: department, clock
-- numbers: judged, met, met_net, breached, overturned, extended, running
-- gross_rate: judged, met
-- net_rate: judged, met_net
-- average_minutes: judged
SELECT department, clock, number, thing, id, case_id, at, minutes
FROM clock_marks

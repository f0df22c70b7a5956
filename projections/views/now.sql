-- now: the last tick in the warehouse. Reports measure from it, never from the machine's clock.
CREATE OR REPLACE VIEW now${on_cluster} AS
SELECT max(time) AS now FROM journal_records WHERE name = 'clock.ticked';

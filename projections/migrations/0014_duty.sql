-- Shifts of the week in which an officer is on duty: 1-5 08:30-17:30.
ALTER TABLE officer_facts${on_cluster} ADD COLUMN duty Array(String) AFTER away_to;

-- down
ALTER TABLE officer_facts${on_cluster} DROP COLUMN duty;

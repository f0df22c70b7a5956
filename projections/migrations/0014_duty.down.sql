ALTER TABLE officer_facts${on_cluster} DROP COLUMN duty;

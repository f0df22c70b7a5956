-- Who went on a visit and for which campaign; where a party has further sites; what area a
-- department governs.

ALTER TABLE visit_snapshots${on_cluster} ADD COLUMN officers Array(String) AFTER department;
ALTER TABLE visit_snapshots${on_cluster} ADD COLUMN campaign_id String AFTER officers;
ALTER TABLE party_facts${on_cluster} ADD COLUMN site_areas Array(String) AFTER officer_id;
ALTER TABLE department_facts${on_cluster} ADD COLUMN area String AFTER successors;

-- down
ALTER TABLE department_facts${on_cluster} DROP COLUMN area;
ALTER TABLE party_facts${on_cluster} DROP COLUMN site_areas;
ALTER TABLE visit_snapshots${on_cluster} DROP COLUMN campaign_id;
ALTER TABLE visit_snapshots${on_cluster} DROP COLUMN officers;

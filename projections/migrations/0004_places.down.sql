ALTER TABLE department_facts${on_cluster} DROP COLUMN area;
ALTER TABLE party_facts${on_cluster} DROP COLUMN site_areas;
ALTER TABLE visit_snapshots${on_cluster} DROP COLUMN campaign_id;
ALTER TABLE visit_snapshots${on_cluster} DROP COLUMN officers;

ALTER TABLE offer_facts${on_cluster} DROP COLUMN campaign_id;

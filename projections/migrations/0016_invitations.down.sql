ALTER TABLE offer_facts${on_cluster} DROP COLUMN IF EXISTS campaign_id;

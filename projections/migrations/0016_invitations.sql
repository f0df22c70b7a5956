-- An offer may be an invitation to a campaign.

ALTER TABLE offer_facts${on_cluster} ADD COLUMN campaign_id String AFTER department;

-- down
ALTER TABLE offer_facts${on_cluster} DROP COLUMN campaign_id;

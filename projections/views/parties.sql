-- parties: one row per party, as last registered or updated; a party only named beside a visit or
-- a case is listed with what was said of it there (registered = 0).
CREATE OR REPLACE VIEW parties${on_cluster} AS
SELECT
    party_id, kind, name, uscc, area, industry, stage, size, officer_id, site_areas, cluster_id,
    valid_from, registered
FROM party_states FINAL
WHERE gone = 0;

-- lead_at_answer: who led a case at its first answer, '' for nobody. A named officer's orders were
-- counted for the lead of now, who may have come with a later episode.

ALTER TABLE case_snapshots${on_cluster} ADD COLUMN lead_at_answer String AFTER visit_id;

-- down
ALTER TABLE case_snapshots${on_cluster} DROP COLUMN lead_at_answer;

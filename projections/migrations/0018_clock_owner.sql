-- owner: who answers for a clock: whose it is; of the whole case who led it when it was judged. It was
-- taken for the lead of now, who may have come after the breach.

ALTER TABLE clock_snapshots${on_cluster} ADD COLUMN owner String AFTER used;

-- down
ALTER TABLE clock_snapshots${on_cluster} DROP COLUMN owner;

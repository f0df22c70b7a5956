-- cited_visits: the visits whose event a finding of double visiting rests on.
-- order: id
-- key: id
-- changed visit_snapshots: SELECT id FROM visit_snapshots WHERE ${new}
-- changed finding_records: SELECT id FROM visit_snapshots WHERE event_id IN (
--     SELECT arrayJoin(evidence) FROM finding_records WHERE ${new} AND rule = 'duplicate-visit')
SELECT id, event_id, departments, start
FROM visit_snapshots FINAL
WHERE deleted = 0 AND id ${touched}
    AND event_id IN (
        SELECT arrayJoin(evidence) FROM finding_records WHERE rule = 'duplicate-visit'
    )

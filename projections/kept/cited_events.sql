-- cited_events: the events that a finding rests on which a report looks up: whose they are.
-- order: event_id
-- key: event_id
-- changed finding_records: SELECT arrayJoin(evidence) FROM finding_records
--     WHERE ${new} AND rule IN ('duplicate-visit', 'repeated-case')
-- changed journal_records: SELECT event_id FROM journal_records WHERE ${new}
--     AND event_id IN (SELECT arrayJoin(evidence) FROM finding_records
--     WHERE rule IN ('duplicate-visit', 'repeated-case'))
SELECT event_id, said.1 AS name, said.2 AS department, said.3 AS case_id
FROM (
    SELECT
        event_id,
        argMin((toString(name), toString(department), case_id), (topic, partition, offset)) AS said
    FROM journal_records
    WHERE event_id IN (
            SELECT arrayJoin(evidence) FROM finding_records
            WHERE rule IN ('duplicate-visit', 'repeated-case')
        )
        AND event_id ${touched}
        AND name NOT IN ('clock.ticked', '')
        AND source NOT IN ('/departments/hub/defaults', '/departments/hub/identity')
    GROUP BY event_id
)

-- quality_marks: what counts for the quality of a department's data, in the quarter in which the
-- hub took it. sent, accepted, duplicated, rejected: receipts, one per record; mended: rejected,
-- and accepted later under the same id. late: more than late_days of the reports policy passed
-- between the event and the log's own time when it came (the last tick before it), so that history
-- loaded in its order is not late. named, unlinked: visits and openings of cases, and those whose
-- party is unknown: no id, and nobody registered it or any id it is linked to.
CREATE OR REPLACE VIEW quality_marks${on_cluster} AS
SELECT
    concat(toString(toYear(local)), 'Q', toString(toQuarter(local))) AS quarter,
    department,
    arrayJoin(numbers) AS number,
    thing,
    id,
    case_id,
    at
FROM (
    SELECT
        toTimeZone(time, '${zone}') AS local,
        department,
        arrayFilter(name -> name != '', [
            'sent',
            transform(outcome, ['accepted', 'duplicate', 'rejected'],
                ['accepted', 'duplicated', 'rejected'], ''),
            if(
                outcome = 'rejected' AND event_id != ''
                    AND event_id IN (SELECT event_id FROM receipts WHERE outcome = 'accepted'),
                'mended',
                ''
            )
        ]) AS numbers,
        'receipt' AS thing,
        concat(topic, ':', toString(partition), ':', toString(offset)) AS id,
        '' AS case_id,
        time AS at
    FROM receipts
    WHERE department NOT IN ('', 'hub')
    UNION ALL
    SELECT
        toTimeZone(recorded_time, '${zone}') AS local,
        department,
        arrayFilter(name -> name != '', [
            'events',
            if(
                ticked > toDateTime64(0, 3, 'UTC')
                    AND dateDiff('second', time, ticked) > 86400 * (SELECT late_days FROM limits),
                'late',
                ''
            ),
            if(speaks, 'named', ''),
            if(
                speaks AND (
                    party_id = '' OR party_id NOT IN (
                        SELECT party_id FROM parties WHERE cluster_id IN (
                            SELECT cluster_id FROM parties WHERE registered = 1
                        )
                    )
                ),
                'unlinked',
                ''
            )
        ]) AS numbers,
        'event' AS thing,
        event_id AS id,
        case_id,
        recorded_time AS at
    FROM (
        SELECT
            said.event_id AS event_id,
            said.department AS department,
            said.party_id AS party_id,
            said.case_id AS case_id,
            said.time AS time,
            said.recorded_time AS recorded_time,
            said.name IN ('case.opened', 'visit.recorded', 'visit.planned') AS speaks,
            ticks.time AS ticked
        FROM (
            SELECT * FROM events
            WHERE withdrawn = 0 AND department NOT IN ('', 'hub') AND recorded_time > 0
        ) AS said
        ASOF LEFT JOIN ticks
            ON said.topic = ticks.topic AND said.partition = ticks.partition
            AND said.offset > ticks.offset
    ) AS placed
) AS counted;

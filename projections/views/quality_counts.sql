-- quality_counts: one row per quarter and department: what the score of its data is made of; as
-- many as quality_marks lists. Kept by stretches of the log and by party, because a question after a
-- thousand new records must not read ten million.
CREATE OR REPLACE VIEW quality_counts${on_cluster} AS
SELECT
    concat(toString(intDiv(counted.code, 10)), 'Q', toString(counted.code % 10)) AS quarter,
    counted.whose AS department,
    sum(counted.sent) AS sent,
    sum(counted.accepted) AS accepted,
    sum(counted.duplicated) AS duplicated,
    sum(counted.rejected) AS rejected,
    sum(counted.mended) AS mended,
    sum(counted.events) AS events,
    sum(counted.late) AS late,
    sum(counted.named) AS named,
    sum(counted.unlinked) AS unlinked
FROM (
    SELECT code, whose, sum(one) AS sent, sum(two) AS accepted, sum(three) AS duplicated,
        sum(four) AS rejected, sum(five) AS mended, toUInt64(0) AS events, toUInt64(0) AS late,
        toUInt64(0) AS named, toUInt64(0) AS unlinked
    FROM receipt_stretches FINAL
    ARRAY JOIN quarters AS code, senders AS whose, receipt_stretches.sent AS one, taken AS two,
        again AS three, refused AS four, forgiven AS five
    WHERE gone = 0
    GROUP BY code, whose
    UNION ALL
    SELECT code, whose, 0, 0, 0, 0, 0, sum(one), sum(two), sum(three), sum(four)
    FROM event_stretches FINAL
    ARRAY JOIN quarters AS code, senders AS whose, taken AS one, overdue AS two,
        naming AS three, nameless AS four
    WHERE gone = 0
    GROUP BY code, whose
    UNION ALL
    SELECT code, whose, 0, 0, 0, 0, 0, 0, 0, 0, sum(one)
    FROM named_parties FINAL
    ARRAY JOIN quarters AS code, senders AS whose, spoken AS one
    WHERE gone = 0 AND party_id NOT IN (
        SELECT party_id FROM parties WHERE cluster_id IN (
            SELECT cluster_id FROM parties WHERE registered = 1
        )
    )
    GROUP BY code, whose
) AS counted
GROUP BY quarter, department;

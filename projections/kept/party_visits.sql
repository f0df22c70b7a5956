-- party_visits: the visits that took place to each party and those it is linked to, in one row:
-- when they were, who went; the units whose departments ever went, by number. ``alone``: visits of
-- one department; ``joint``: the others.
-- ``units``, with the visits and person-visits under each: a joint visit counts once for each.
-- ``era``: how often the tree had changed until then. ``strays``: departments that no registration
-- speaks of. ``periods``: months (1 and yyyymm), quarters (2 and yyyyq) and years (3 and yyyy) of
-- local time that saw a visit.
-- order: cluster_id
-- key: cluster_id
-- changed visit_snapshots: SELECT cluster_id FROM visit_snapshots WHERE ${new}
--     UNION ALL SELECT cluster_id FROM party_visits ARRAY JOIN visits AS visit
--     WHERE visit IN (SELECT cityHash64(id) FROM visit_snapshots WHERE ${new})
-- changed withdrawals: SELECT cluster_id FROM party_visits WHERE (
--     SELECT count() FROM department_facts WHERE event_id IN (
--     SELECT withdrawn_id FROM withdrawals WHERE ${new})) > 0
WITH (
    SELECT arraySort(groupUniqArray(since)) FROM department_tree
    WHERE since > toDateTime64('1970-01-01 00:00:00', 3, 'UTC')
) AS changes,
groupArrayIf((cityHash64(id), under.units), NOT alone AND timed) AS together,
arraySort(arrayConcat(
    groupArrayArrayIf(
        arrayMap(unit -> bitShiftLeft(toUInt64(unit), 32) + persons, under.units), alone AND timed
    ),
    arrayFlatten(arrayMap(
        (joint, many) -> arrayMap(
            unit -> bitShiftLeft(toUInt64(unit), 32) + many,
            arrayDistinct(arrayFlatten(arrayMap(
                one -> one.2, arrayFilter(one -> one.1 = joint, together)
            )))
        ),
        groupArrayIf(cityHash64(id), NOT alone AND timed AND place < 2),
        groupArrayIf(toUInt64(persons), NOT alone AND timed AND place < 2)
    ))
)) AS each,
arrayMap(one -> toUInt32(bitShiftRight(one, 32)), each) AS above,
arrayPopFront(arrayPushBack(above, toUInt32(0))) AS next_above
SELECT
    cluster_id,
    max(start) AS last_visit,
    groupUniqArrayArrayIf(
        [
            toUInt32(1000000 + toYYYYMM(day)),
            toUInt32(2000000 + toYear(day) * 10 + toQuarter(day)),
            toUInt32(3000000 + toYear(day))
        ],
        timed
    ) AS periods,
    groupArrayIf(cityHash64(id), place < 2) AS visits,
    groupArrayIf(assumeNotNull(start), alone AND timed) AS alone_at,
    groupArrayIf(toLowCardinality(department), alone AND timed) AS alone_by,
    groupArrayIf(persons, alone AND timed) AS alone_persons,
    groupArrayIf(era, alone AND timed) AS alone_era,
    groupArrayIf(assumeNotNull(start), NOT alone AND timed AND place < 2) AS joint_at,
    groupArrayIf(departments, NOT alone AND timed AND place < 2) AS joint_by,
    groupArrayIf(persons, NOT alone AND timed AND place < 2) AS joint_persons,
    arrayFilter((unit, next) -> unit != next, above, next_above) AS units,
    arrayMap(more -> toUInt32(more), arrayPopFront(arrayDifference(arrayPushFront(arrayFilter(
        (sum, unit, next) -> unit != next, arrayEnumerate(above), above, next_above
    ), 0)))) AS unit_visits,
    arrayMap(more -> toUInt32(more), arrayPopFront(arrayDifference(arrayPushFront(arrayFilter(
        (sum, unit, next) -> unit != next,
        arrayCumSum(arrayMap(one -> bitAnd(one, 4294967295), each)), above, next_above
    ), 0)))) AS unit_persons,
    groupUniqArrayIf(department, timed AND place > 0 AND empty(under.units)) AS strays
FROM (
    SELECT id, cluster_id, start, departments, toUInt16(length(arrayDistinct(officers))) AS persons,
        start IS NOT NULL AS timed,
        toDate(toTimeZone(assumeNotNull(start), '${zone}')) AS day,
        length(departments) = 1 AS alone, department, place,
        toUInt16(arrayCount(change -> change <= start, changes)) AS era
    FROM visit_snapshots FINAL
    LEFT ARRAY JOIN departments AS department, arrayEnumerate(departments) AS place
    WHERE deleted = 0 AND status = 'recorded' AND cluster_id ${touched}
) AS went
LEFT JOIN department_units AS under
    ON under.department_id = went.department AND under.era = went.era
GROUP BY cluster_id

-- duplicate-visits | 重复走访 | Duplicate visits
-- start | 走访开始 | Start of the later visit
-- department | 后到部门 | Department of the later visit
-- earlier_departments | 先到部门 | Departments of the earlier visits
-- party_id | 主体 | Party
-- party | 主体名称 | Party's name
-- area | 区域 | Area
-- kind | 重复类型 | Kind
-- severity | 严重程度 | Severity
-- status | 状态 | Status
-- visit | 后到走访 | Later visit
-- evidence | 证据 | Evidence
-- finding_id | 发现编号 | Finding
--
-- One row per finding of rule duplicate-visit that was neither dismissed nor retracted. The earlier
-- departments are those of the visits and events in its evidence, less the one at fault.
WITH
    cited AS (
        SELECT finding_id, arrayJoin(evidence) AS event_id
        FROM findings
        WHERE rule = 'duplicate-visit'
    ),
    present AS (
        SELECT event_id, [department] AS departments
        FROM cited_events FINAL
        WHERE gone = 0 AND startsWith(name, 'visit.')
        UNION ALL
        SELECT event_id, departments
        FROM cited_visits FINAL
        WHERE gone = 0
    ),
    earlier AS (
        SELECT finding_id, arraySort(groupUniqArrayArray(present.departments)) AS departments
        FROM cited
        INNER JOIN present ON present.event_id = cited.event_id
        GROUP BY finding_id
    )
SELECT
    findings.raised_at AS start,
    findings.department AS department,
    arrayFilter(other -> other != findings.department, earlier.departments)
        AS earlier_departments,
    findings.party_id AS party_id,
    parties.name AS party,
    parties.area AS area,
    findings.kind AS kind,
    findings.severity AS severity,
    findings.status AS status,
    findings.subject AS visit,
    findings.evidence AS evidence,
    findings.finding_id AS finding_id
FROM findings
LEFT JOIN earlier ON earlier.finding_id = findings.finding_id
LEFT JOIN parties ON parties.party_id = findings.party_id
WHERE findings.rule = 'duplicate-visit' AND findings.status NOT IN ('dismissed', 'retracted')
ORDER BY start, visit, kind, finding_id

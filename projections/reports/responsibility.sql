-- responsibility | 推诿责任份额 | Shares of the time cases were passed on
-- case_id | 件号 | Case
-- department | 部门 | Department
-- passes | 转出次数 | Times passed on
-- bounced_hours | 空转工作小时 | Working hours held and passed on
-- unowned_hours | 无主工作小时 | Working hours left without an owner
-- share | 责任份额（%） | Share of the case's lost time (%)
-- finding_id | 发现编号 | Finding
--
-- Cases of which a ping-pong finding stands, neither dismissed nor retracted. Held time counts
-- when the case was then passed on; time without an owner is at the charge of who gave it back
-- ('' before the first lead). Referrals, joint handling and ordered referrals pass nothing.
SELECT
    shares.case_id AS case_id,
    toString(shares.department) AS department,
    shares.passes AS passes,
    round(shares.bounced / 60, 2) AS bounced_hours,
    round(shares.unowned / 60, 2) AS unowned_hours,
    if(lost.minutes = 0, NULL, round(100 * (shares.bounced + shares.unowned) / lost.minutes, 1))
        AS share,
    found.finding_id AS finding_id
FROM shares
INNER JOIN (
    SELECT case_id, min(finding_id) AS finding_id
    FROM findings
    WHERE rule = 'ping-pong' AND kind != 'never-started'
        AND status NOT IN ('dismissed', 'retracted')
    GROUP BY case_id
) AS found ON found.case_id = shares.case_id
LEFT JOIN (
    SELECT case_id, sum(bounced + unowned) AS minutes FROM shares GROUP BY case_id
) AS lost ON lost.case_id = shares.case_id
ORDER BY case_id, department

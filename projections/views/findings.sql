-- findings: one row per finding, as last said, and as people confirmed or dismissed it unless it
-- was retracted. All that is said of a finding stands in one partition of its topic, so the last
-- record there is the last word, whichever partition of the hub it came from. What policies in
-- shadow would find stands in shadow_findings.
CREATE OR REPLACE VIEW findings${on_cluster} AS
SELECT
    finding_id, rule, kind, version, severity, party_id, case_id, department, raised_at, status,
    evidence, subject, clock, episode, assignment_id, rung, resolved_at, details, revision
FROM finding_states FINAL
WHERE gone = 0;

-- cases: one row per case, as last concluded, under the cluster its party is linked to now.
-- menu_*: what an order asks of the service menu, by the version in force at its opening; '' else.
-- handled: minutes (24x7) of all ended episodes; the gaps before re-openings count nothing.
-- parts: assists and sub-cases it waits for, parts_open of them unanswered. parents: the cases it is
-- a part of, parent_case_id the first of them. recurrence_of: the case
-- whose matter came back, its own id when it was re-opened after the window.
CREATE OR REPLACE VIEW cases${on_cluster} AS
SELECT ${case_columns}
FROM case_states FINAL
WHERE gone = 0;

-- identity_questions: two parties that may be one, which people have not answered yet. An answer is
-- party.linked or party.unlinked on the pair.
CREATE OR REPLACE VIEW identity_questions${on_cluster} AS
SELECT ${identity_question_columns}
FROM identity_question_snapshots FINAL
WHERE deleted = 0;

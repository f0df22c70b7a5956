DROP TABLE IF EXISTS identity_question_snapshots${on_cluster};

DROP TABLE IF EXISTS party_link_facts${on_cluster};

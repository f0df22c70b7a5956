DROP TABLE IF EXISTS case_returns${on_cluster};
DROP TABLE IF EXISTS withdrawals${on_cluster};
DROP TABLE IF EXISTS judgements${on_cluster};
DROP TABLE IF EXISTS officer_facts${on_cluster};
DROP TABLE IF EXISTS department_facts${on_cluster};
DROP TABLE IF EXISTS party_facts${on_cluster};

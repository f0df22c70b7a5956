-- Every department that is registered.
SELECT department_id, name, level FROM departments ORDER BY department_id

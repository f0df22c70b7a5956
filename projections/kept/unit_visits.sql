-- unit_visits: what visits count for each unit of the tree, by the number that department_units
-- gives it: at any time, as the tree stood then. A joint visit counts once for each unit.
-- order: number
SELECT
    number,
    sum(many) AS visits,
    sum(persons) AS person_visits,
    count() AS parties
FROM party_visits FINAL
ARRAY JOIN units AS number, unit_visits AS many, unit_persons AS persons
WHERE gone = 0
GROUP BY number

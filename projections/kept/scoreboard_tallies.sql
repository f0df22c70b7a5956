-- scoreboard_tallies: how much counts for each department in each quarter: scoreboard_marks, counted.
-- order: quarter, department
SELECT
    quarter,
    department,
    countIf(number = 'opened') AS opened,
    countIf(number = 'closed') AS closed,
    countIf(number = 'solved') AS solved,
    countIf(number = 'orders') AS orders,
    countIf(number = 'orders_solved') AS orders_solved,
    countIf(number = 'judged') AS judged,
    countIf(number = 'in_time') AS in_time,
    countIf(number = 'in_time_net') AS in_time_net,
    countIf(number = 'answered') AS answered,
    countIf(number = 'satisfied') AS satisfied,
    countIf(number = 'answered_net') AS answered_net,
    countIf(number = 'satisfied_net') AS satisfied_net,
    countIf(number = 'returns') AS returns,
    countIf(number = 'findings') AS findings
FROM scoreboard_marks
GROUP BY quarter, department

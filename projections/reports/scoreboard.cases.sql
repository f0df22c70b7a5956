-- What is counted in each quarter, for the department it counts for.
-- keys: quarter, department
-- numbers: opened, closed, solved, orders, orders_solved, judged, in_time, in_time_net, answered
-- numbers: satisfied, answered_net, satisfied_net, returns, findings
-- solved_rate: closed, solved
-- gross_rate: judged, in_time
-- net_rate: judged, in_time_net
-- satisfied_rate: answered, satisfied
-- satisfied_rate_net: answered_net, satisfied_net
-- score_gross: judged, in_time, closed, solved, answered, satisfied, orders, orders_solved
-- score_net: judged, in_time_net, closed, solved, answered_net, satisfied_net, orders
-- score_net: orders_solved
-- row: formula
SELECT quarter, department, number, thing, id, case_id, at
FROM scoreboard_marks
LEFT JOIN (
    SELECT quarter, department, gross_shown, net_shown FROM scoreboard_counts
) AS shown USING (quarter, department)
WHERE multiIf(number = 'satisfied', gross_shown, number = 'satisfied_net', net_shown, 1)

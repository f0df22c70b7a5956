-- What was counted for the departments on the list.
-- keys: quarter, department
-- numbers: judged, in_time_net, closed, solved, answered_net, satisfied_net, orders, orders_solved
-- numbers: returns, findings
-- score_net: judged, in_time_net, closed, solved, answered_net, satisfied_net, orders
-- score_net: orders_solved
-- pulled_down: judged, in_time_net, closed, solved, answered_net, satisfied_net, orders
-- pulled_down: orders_solved
-- row: place, score_before, change, times, formula
SELECT quarter, department, number, thing, id, case_id, at
FROM report_scoreboard_cases
WHERE (quarter, department) IN (SELECT quarter, department FROM report_supervision)
    AND number NOT IN ('opened', 'in_time', 'answered', 'satisfied')

"""
N: Time-limit compression (003): ≥ 75 % below statutory, 2261 items, 43 departments.

The law allows twenty days, the department promises five. The menu has both limits of each item,
so the report tells each department's compression, and what orders really took against both.
"""

from __future__ import annotations

from typing import Any

from tests.scenarios.office import Office
from tests.scenarios.words import accepted, closed, opened, policy, published, responded

DAYS = "working-days"
PLANTED = {f"N-d{number:02}": 2261 // 43 + (number < 2261 % 43) for number in range(43)}
"""2 261 items of 43 departments: 25 of them with 53 items, the others with 52."""


def _item(department: str, number: int) -> dict[str, Any]:
    """Return an item with 20 days by law: even ones promise 5 (75 %), odd ones 4 (80 %)."""
    return {
        "item": f"{department}-{number:02}",
        "statutory": {"target": 20, "unit": DAYS},
        "promised": {"target": 4 if number % 2 else 5, "unit": DAYS},
    }


def _menu(department: str, count: int) -> dict[str, Any]:
    items = [_item(department, number) for number in range(count)]
    content = {"goal": 75, "categories": [{"category": "N-all", "items": items}]}
    return published(
        "menu.published", department, menu_id=department, department=department, content=content
    )


def _slow(target: int, version: int, when: str) -> dict[str, Any]:
    """Return the menu of the slow department: one item, short of the goal at first."""
    item = {
        "item": "N-permit",
        "statutory": {"target": 10, "unit": DAYS},
        "promised": {"target": target, "unit": DAYS},
    }
    return published(
        "menu.published",
        "N-slow",
        when,
        menu_id="N-slow",
        department="N-slow",
        version=version,
        content={"goal": 75, "items": [item]},
    )


def order(case: str, item: str, department: str, when: str, done: str) -> list[dict[str, Any]]:
    told = [opened(case, when, kind="order", category=case, item=item)]
    if done:
        told += [
            accepted(case, when, department),
            responded(case, done, department),
            closed(case, done),
        ]
    return told


HISTORY = [
    *(_menu(department, count) for department, count in PLANTED.items()),
    _slow(4, 1, "2026-01-04 09:00"),
    _slow(2, 2, "2026-10-21 12:00"),
    # From closing to closing: one working day, and six.
    *order("N-quick", "N-d00-00", "N-d00", "2026-10-12 17:30", "2026-10-13 17:30"),
    *order("N-late", "N-d01-00", "N-d01", "2026-10-12 17:30", "2026-10-20 17:30"),
    # Closed under the old promise, and open when the new one came.
    *order("N-old", "N-permit", "N-slow", "2026-10-12 17:30", "2026-10-16 17:30"),
    *order("N-rebased", "N-permit", "N-slow", "2026-10-20 17:30", ""),
    # The law's limit as a policy with a selector by item, for a department without a menu.
    policy(
        {
            "policy_id": "N-licence",
            "version": 1,
            "kind": "sla",
            "valid_from": "2026-01-01T00:00:00+08:00",
            "applies_to": {"item": "N-licence"},
            "clocks": {
                "resolve": {"target": 2, "unit": DAYS, "pauses": True},
                "statutory": {"target": 9, "unit": DAYS, "pauses": True},
            },
        }
    ),
    opened("N-licensed", "2026-10-12 09:00", item="N-licence"),
]


def test_each_department_has_the_compression_that_was_planted(office: Office) -> None:
    """Half of its items at 75, half at 80 %: all of them at the goal or beyond."""
    rows = {row["department"]: row for row in office.report("compression")}

    for department, count in PLANTED.items():
        row = rows[department]
        promised = sum(4 if number % 2 else 5 for number in range(count))
        expected = round(100 * (1 - promised / (20 * count)), 1)
        assert (count, count, 100.0) == (row["items"], row["at_goal"], row["at_goal_rate"])
        assert (expected, expected) == (row["compression"], row["average_compression"])


def test_two_thousand_two_hundred_and_sixty_one_items_are_at_the_goal(office: Office) -> None:
    """The figure of the paper: 2 261 items of 43 departments, 75 % and more."""
    [row] = office.sql(
        "SELECT count() AS items, uniqExact(department) AS departments, sum(at_goal) AS at_goal,"
        " min(compression) AS least FROM menu_items WHERE department LIKE 'N-d%'"
    )

    assert {"items": 2261, "departments": 43, "at_goal": 2261, "least": 75.0} == row


def test_what_orders_took_stands_against_both_limits(office: Office) -> None:
    """One day of five and of twenty; six of five, late by the promise and in time by the law."""
    rows = {row["department"]: row for row in office.report("compression")}
    names = ("answered", "in_time", "in_law", "promised_used", "statutory_used")
    quick, late = (tuple(rows[one][name] for name in names) for one in ("N-d00", "N-d01"))

    assert (1, 1, 1, 20.0, 5.0) == quick
    assert (1, 0, 1, 120.0, 30.0) == late
    assert (95.0, 70.0) == (
        rows["N-d00"]["actual_compression"],
        rows["N-d01"]["actual_compression"],
    )


def test_late_by_the_promise_is_not_late_by_the_law(office: Office) -> None:
    """Each limit has a finding of its own."""
    promised = {row["case_id"] for row in office.findings("stalled", "resolve")}
    by_law = {row["case_id"] for row in office.findings("stalled", "statutory")}

    assert {"N-late", "N-rebased", "N-licensed"} == promised
    assert {"N-licensed"} == by_law


def test_a_new_promise_moves_open_orders_and_leaves_closed_ones(office: Office) -> None:
    """Four days became two on Wednesday: the order of Tuesday is due on Thursday."""
    clocks = office.sql(
        "SELECT case_id, target, toString(deadline) AS due FROM clocks WHERE clock = 'resolve'"
        " AND case_id IN ('N-old', 'N-rebased') ORDER BY case_id"
    )

    assert [("N-old", 4), ("N-rebased", 2)] == [(row["case_id"], row["target"]) for row in clocks]
    assert clocks[1]["due"].startswith("2026-10-22 09:30:00")


def test_the_department_that_misses_the_goal_is_shown(office: Office) -> None:
    """Since its second version it promises two of ten days: 80 %."""
    [row] = office.report("compression", department="N-slow")

    assert (1, 80.0, 100.0) == (row["items"], row["compression"], row["at_goal_rate"])

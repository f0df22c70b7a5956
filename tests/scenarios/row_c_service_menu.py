"""
C: Service menu 点菜单, and naming the person you want 点单点将 (000, 004).

Eight categories, fifty items: an enterprise orders, and the item knows its department, its policy
and its limit, so nobody has to dispatch it. Who asked for an officer by name is seen by whoever
has the case. What became of the orders counts in the yearly assessment: 98 % satisfied.
"""

from __future__ import annotations

from typing import Any

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    assigned,
    closed,
    evaluated,
    officer,
    opened,
    policy,
    published,
    responded,
)

ITEMS = [
    {
        "item": "C-voucher",
        "title": {"zh": "科技创新券兑付", "en": "Innovation voucher"},
        "department": "C-science",
        "statutory": {"target": 20, "unit": "working-days"},
        "promised": {"target": 5, "unit": "working-days"},
    },
    {"item": "C-advice", "title": "C-advice", "department": "C-justice", "policy": "C-quick"},
]
QUICK = {
    "policy_id": "C-quick",
    "version": 1,
    "kind": "sla",
    "valid_from": "2026-01-01T00:00:00+08:00",
    "applies_to": {"item": []},  # for no case by itself: an item of the menu names it
    "clocks": {"resolve": {"target": 1, "unit": "working-days", "pauses": True}},
}
MENU = {"goal": 75, "categories": [{"category": "C-technology", "items": ITEMS}]}


def ordered(case: str, when: str, item: str = "C-voucher", **data: Any) -> dict[str, Any]:
    """Return an order; each is of a matter of its own, so that no like ones are clustered."""
    return opened(case, when, kind="order", channel="menu", category=case, item=item, **data)


def _answered_and_rated(number: int) -> list[dict[str, Any]]:
    """Fifty orders were answered the next day; the last of the parties was not satisfied."""
    case = f"C-{number:02}"
    return [
        ordered(case, "2026-10-19 09:00"),
        accepted(case, "2026-10-19 10:00", "C-science"),
        responded(case, "2026-10-20 09:00", "C-science"),
        closed(case, "2026-10-20 10:00"),
        evaluated(case, "2026-10-20 11:00", 3 if number else 2, solved=True),
    ]


HISTORY = [
    policy(QUICK),
    published("menu.published", "C-services", menu_id="C-services", content=MENU),
    officer("C-liu", "C-science"),
    *(event for number in range(50) for event in _answered_and_rated(number)),
    # Asked for by name: the department of the officer kept it; another one was given it.
    ordered("C-named", "2026-10-19 09:00", named_officer="C-liu"),
    accepted("C-named", "2026-10-19 10:00", "C-science"),
    responded("C-named", "2026-10-21 09:00", "C-science"),
    ordered("C-moved", "2026-10-19 09:00", named_officer="C-liu"),
    assigned("C-moved", "2026-10-19 11:00", "C-industry"),
    accepted("C-moved", "2026-10-19 12:00", "C-industry"),
    responded("C-moved", "2026-10-21 09:00", "C-industry"),
    # Nobody looked at this one: five working days were promised, one by the quick policy.
    ordered("C-forgotten", "2026-10-19 09:00"),
    ordered("C-unread", "2026-10-28 09:00", item="C-advice"),
    # A lead stated at the opening knew better than the menu.
    ordered("C-known", "2026-10-29 09:00"),
    assigned("C-known", "2026-10-29 09:00", "C-industry"),
    accepted("C-known", "2026-10-29 10:00", "C-industry"),
]


def test_an_order_reaches_the_department_of_its_item_at_once(office: Office) -> None:
    """Nobody dispatched it: the menu did, at the instant it was opened."""
    [row] = office.sql(
        "SELECT department, role, basis, assigned_at = opened_at AS at_once FROM assignments"
        " INNER JOIN cases USING (case_id) WHERE case_id = 'C-forgotten'"
    )

    expected = {"department": "C-science", "role": "lead", "basis": "dispatch", "at_once": 1}
    assert expected == row


def test_a_department_that_forgets_its_order_is_found(office: Office) -> None:
    """Accepted by nobody the next day, answered by nobody in the five days promised."""
    late = {(row["case_id"], row["department"]) for row in office.findings("stalled", "accept")}
    promised = {row["case_id"]: row["raised_at"] for row in office.findings("stalled", "resolve")}

    assert {("C-forgotten", "C-science"), ("C-unread", "C-justice")} == late
    assert {
        "C-forgotten": "2026-10-26T09:30:00Z",
        "C-unread": "2026-10-29T09:30:00Z",
    } == promised


def test_whoever_knew_better_than_the_menu_is_followed(office: Office) -> None:
    """A lead stated at the opening wins, one stated later takes over."""
    leads = office.sql(
        "SELECT case_id, groupArray(department) AS departments FROM ("
        "SELECT case_id, department FROM assignments WHERE case_id IN ('C-known', 'C-moved')"
        " ORDER BY case_id, assigned_at) GROUP BY case_id ORDER BY case_id"
    )

    assert [
        {"case_id": "C-known", "departments": ["C-industry"]},
        {"case_id": "C-moved", "departments": ["C-science", "C-industry"]},
    ] == leads


def test_the_receiver_sees_whom_the_party_named(office: Office) -> None:
    """点将: the name stands beside the case."""
    [row] = office.sql(
        "SELECT named_officer, menu_item, menu_category FROM cases WHERE case_id = 'C-named'"
    )

    assert {
        "named_officer": "C-liu",
        "menu_item": "C-voucher",
        "menu_category": "C-technology",
    } == row


def test_the_named_officer_is_told_with_who_handled_it(office: Office) -> None:
    """One of two was handled by the officer's own department."""
    [row] = office.report("named-officers", officer="C-liu")

    assert ("C-science", 2, 2, 1, 50.0) == tuple(
        row[name] for name in ("department", "named", "answered", "by_own", "by_own_rate")
    )


def test_ninety_eight_in_a_hundred_were_satisfied(office: Office) -> None:
    """49 of 50 gave level 3 or more: the figure the assessment takes."""
    [row] = office.report("items", department="C-science", item="C-voucher")

    assert (50, 49, 98.0) == (row["evaluated"], row["satisfied"], row["satisfied_rate"])
    assert (54, 52) == (row["orders"], row["answered"])
    assert (53, 52) == (row["judged"], row["in_time"])

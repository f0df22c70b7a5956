"""
Q: Crowded and repeated visits 扎堆走访, warned of while they are still planned (001, 002).

Six departments visit the same factory in a year and ask the same question; nobody knows the
others were there. The later one is shown who came before it. Better still: two who PLAN to go
are told before anyone travels, and one joint visit takes both plans' place.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import cancelled, party, planned, visit

CROWD = ["Q-market", "Q-fire", "Q-ecology", "Q-tax"]

HISTORY = [
    party("Q-factory"),
    party("Q-quiet"),
    party("Q-wise"),
    party("Q-alarmed"),
    # Four within a month: the fourth is one too many.
    visit("Q-1", "2026-09-07 09:00", "Q-market", to="Q-factory", purpose="safety"),
    visit("Q-2", "2026-09-15 09:00", "Q-fire", to="Q-factory", purpose="safety"),
    visit("Q-3", "2026-09-23 09:00", "Q-ecology", to="Q-factory", purpose="waste"),
    visit("Q-4", "2026-10-06 09:00", "Q-tax", to="Q-factory", purpose="accounts"),
    # The thirtieth day is inside the window, the thirty-first outside.
    visit("Q-5", "2026-08-03 09:00", "Q-market", to="Q-quiet"),
    visit("Q-6", "2026-09-03 09:00", "Q-fire", to="Q-quiet"),
    # A complaint is always reason to come.
    visit("Q-7", "2026-10-12 09:00", "Q-market", to="Q-alarmed"),
    visit("Q-8", "2026-10-14 09:00", "Q-fire", to="Q-alarmed", ground="complaint"),
    # Two plans for one week, and what became of them.
    planned("Q-9", "2026-10-08 10:00", "2026-10-20 09:00", "Q-market", to="Q-wise"),
    planned("Q-10", "2026-10-09 15:00", "2026-10-22 14:00", "Q-labour", to="Q-wise"),
    cancelled("Q-10", "2026-10-12 09:00", "Q-labour", to="Q-wise"),
    visit("Q-9", "2026-10-20 09:00", ["Q-market", "Q-labour"], to="Q-wise"),
    # Two plans that still stand on Friday evening.
    planned("Q-11", "2026-10-29 10:00", "2026-11-09 09:00", "Q-tax", to="Q-quiet"),
    planned("Q-12", "2026-10-30 11:00", "2026-11-11 09:00", "Q-water", to="Q-quiet"),
]


def test_each_later_department_sees_who_was_there_before_it(office: Office) -> None:
    """The report an analyst opens: who came, after whom."""
    rows = office.report("duplicate-visits", kind="cross-department", party_id="Q-factory")

    assert CROWD[1:] == [row["department"] for row in rows]
    assert [CROWD[:1], sorted(CROWD[:2]), sorted(CROWD[:3])] == [
        row["earlier_departments"] for row in rows
    ]


def test_the_same_question_asked_again_weighs_more(office: Office) -> None:
    """Fire came for safety, as the market supervision had; ecology for something of its own."""
    rows = office.report("duplicate-visits", kind="cross-department", party_id="Q-factory")

    assert ["breach", "warning", "warning"] == [row["severity"] for row in rows]


def test_the_fourth_visit_within_a_month_is_a_crowd(office: Office) -> None:
    """Three were bearable; the fourth is found, at the moment it began."""
    [finding] = office.findings("duplicate-visit", "crowding")

    assert ("Q-tax/Q-4", "2026-10-06T01:00:00Z") == (finding["subject"], finding["raised_at"])
    assert 4 == len(finding["evidence"])


def test_a_month_later_and_a_complaint_are_nobodys_fault(office: Office) -> None:
    """Thirty-one days apart, or called for: the rule does not cry wolf."""
    subjects = {finding["subject"] for finding in office.findings("duplicate-visit")}

    assert set() == subjects & {"Q-fire/Q-6", "Q-fire/Q-8", "Q-market/Q-7"}


def test_plans_that_meet_are_told_before_anyone_travels(office: Office) -> None:
    """Raised when the second plan was made, ten days before the visit; joined, it is resolved."""
    found = office.findings("duplicate-visit", "ahead")

    assert [("Q-labour/Q-10", "resolved"), ("Q-water/Q-12", "open")] == [
        (finding["subject"], finding["status"]) for finding in found
    ]
    assert "2026-10-09T07:00:00Z" == found[0]["raised_at"]

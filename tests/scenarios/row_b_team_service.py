"""
B: Team service 组团 "1+1+X": a joint visit is ONE visit with many departments (001, 002).

A hundred teams were sent out, each with a leader of the county, a department that leads and
those the enterprise needs. The enterprise counts how often somebody came, not how many coats
hung in the hall: a team is one visit, never a duplicate of itself. Coming once more, apart from
the team, is what the team was made to avoid.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import event_id, party, visit

TEAM = ["B-industry", "B-tax", "B-labour", "B-ecology", "B-finance"]

came_together = visit(
    "B-team-1", "2026-10-12 09:00", TEAM, to="B-works", officers=["B-o1", "B-o2", "B-o3"]
)
written_twice = visit(
    "B-team-1b", "2026-10-12 09:30", TEAM, to="B-works", by="B-tax", officers=["B-o1"]
)
came_alone = visit("B-fire-1", "2026-10-21 14:00", "B-fire", to="B-mill")
team_at_the_mill = visit("B-team-2", "2026-10-14 09:00", TEAM, to="B-mill")

HISTORY = [
    party("B-works", name="Works"),
    party("B-mill", name="Mill"),
    party("B-village", kind="village", name="Village"),
    came_together,
    written_twice,
    team_at_the_mill,
    came_alone,
    visit("B-team-3", "2026-10-15 09:00", TEAM, to="B-village"),
]


def test_a_team_is_one_visit_with_all_its_departments(office: Office) -> None:
    """One line in the book, five departments in it."""
    [row] = office.sql("SELECT departments FROM visits WHERE visit_id = 'B-team-3'")

    assert TEAM == row["departments"]


def test_a_team_is_no_duplicate_of_itself(office: Office) -> None:
    """Nobody is told to stay at home because a colleague sat beside him."""
    rows = office.report("duplicate-visits")

    assert [] == [row for row in rows if row["party_id"] == "B-village"]


def test_a_member_who_writes_it_down_again_adds_no_visit(office: Office) -> None:
    """Two members entered the same visit: that is a double entry, not a second visit."""
    [finding] = office.findings("duplicate-visit", "double-entry")

    assert "B-tax/B-team-1b" == finding["subject"]
    assert {event_id(came_together), event_id(written_twice)} == set(finding["evidence"])


def test_who_comes_apart_from_the_team_is_told_that_it_was_there(office: Office) -> None:
    """The report names the one who came alone, and the whole team before it."""
    [row] = office.report("duplicate-visits", kind="cross-department")

    assert ("B-fire", "B-fire/B-fire-1") == (row["department"], row["visit"])
    assert sorted(TEAM) == row["earlier_departments"]
    assert {event_id(team_at_the_mill), event_id(came_alone)} == set(row["evidence"])

"""
X: Roles on an assignment: guide 导办, lead 主办, assist 协办, agent 代办 (003).

At the window somebody shows the party the way, somebody runs the errand for it, one department
decides, another helps. Each role has its own duties, and its own clocks: the guide must be in
touch and holds nothing, the agent acts in the party's name and answers nobody, the assist answers
its part, the lead answers the party.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    assigned,
    closed,
    contacted,
    opened,
    paused,
    responded,
)

HISTORY = [
    # A licence: guided, run by an agent, decided by market with the help of fire.
    opened(
        "X-licence",
        "2026-10-19 09:00",
        kind="order",
        text="a licence for a tavern at the market square",
    ),
    assigned("X-licence", "2026-10-19 09:05", "X-desk", role="guide"),
    assigned("X-licence", "2026-10-19 09:30", "X-market"),
    assigned("X-licence", "2026-10-19 09:40", "X-fire", role="assist"),
    assigned("X-licence", "2026-10-19 09:50", "X-runner", role="agent"),
    contacted("X-licence", "2026-10-19 09:10", "X-desk"),
    accepted("X-licence", "2026-10-19 10:00", "X-market"),
    accepted("X-licence", "2026-10-19 10:00", "X-fire"),
    accepted("X-licence", "2026-10-19 10:10", "X-runner"),
    contacted("X-licence", "2026-10-19 10:20", "X-fire"),
    # A paper is missing: the clock stands still until the agent brings it.
    paused("X-licence", "2026-10-20 09:00", "X-market"),
    contacted("X-licence", "2026-10-21 09:00", "X-runner"),
    responded("X-licence", "2026-10-21 16:00", "X-fire"),
    responded("X-licence", "2026-10-22 10:00", "X-runner", text="papers handed in"),
    responded("X-licence", "2026-10-23 10:00", "X-market"),
    closed("X-licence", "2026-10-23 11:00"),
    # A guide that sends an answer of its own, and never led anything.
    opened(
        "X-stall",
        "2026-10-28 09:00",
        kind="order",
        text="where may my flower stall stand on Sundays",
    ),
    assigned("X-stall", "2026-10-28 09:05", "X-desk", role="guide"),
    assigned("X-stall", "2026-10-28 09:30", "X-market"),
    accepted("X-stall", "2026-10-28 10:00", "X-market"),
    contacted("X-stall", "2026-10-28 10:10", "X-market"),
    responded("X-stall", "2026-10-28 11:00", "X-desk"),
    # A guide that was named and never got in touch.
    opened(
        "X-kiosk",
        "2026-10-26 09:00",
        kind="order",
        text="moving the newspaper kiosk beside the school",
    ),
    assigned("X-kiosk", "2026-10-26 09:05", "X-hall", role="guide"),
    assigned("X-kiosk", "2026-10-26 09:30", "X-market"),
    accepted("X-kiosk", "2026-10-26 10:00", "X-market"),
    contacted("X-kiosk", "2026-10-26 10:10", "X-market"),
    responded("X-kiosk", "2026-10-28 10:00", "X-market"),
    closed("X-kiosk", "2026-10-28 11:00"),
]


def test_each_role_has_the_clocks_of_its_duties(office: Office) -> None:
    """A guide holds nothing; an agent has no right to give the errand back late."""
    clocks = office.ask("explain", case="X-licence")["clocks"]
    by_department: dict[str, set[str]] = {}
    for clock in clocks:
        if clock["assignment_id"]:
            by_department.setdefault(clock["department"], set()).add(clock["clock"])

    assert {
        "X-desk": {"first-contact"},
        "X-market": {"accept", "return", "first-contact", "holding"},
        "X-fire": {"accept", "return", "first-contact", "holding"},
        "X-runner": {"accept", "first-contact", "holding"},
    } == by_department


def test_only_the_lead_answers_the_party(office: Office) -> None:
    """Guide, agent and assist were all quicker; the party was answered on Friday."""
    rows = office.sql("SELECT case_id, status FROM cases WHERE case_id LIKE 'X-%' ORDER BY case_id")
    flags = office.sql("SELECT arrayJoin(flags) AS flag FROM cases WHERE case_id = 'X-stall'")

    assert {"X-kiosk": "closed", "X-licence": "closed", "X-stall": "open"} == {
        row["case_id"]: row["status"] for row in rows
    }
    assert ["responded-by-guide"] == [row["flag"].split(" ")[0] for row in flags]


def test_what_the_agent_brings_ends_the_wait_for_the_party(office: Office) -> None:
    """A working day of waiting, 450 minutes, which nobody is blamed for."""
    clocks = office.ask("explain", case="X-licence")["clocks"]
    [resolve] = [clock for clock in clocks if clock["clock"] == "resolve"]

    assert ("met", 420) == (resolve["status"], resolve["paused"])


def test_a_guide_that_never_got_in_touch_is_named(office: Office) -> None:
    """It had one duty."""
    [finding] = office.findings("ping-pong", "never-started")

    assert ("X-kiosk", "X-hall") == (finding["case_id"], finding["department"])


def test_the_report_shows_each_department_in_each_of_its_roles(office: Office) -> None:
    """Who guides much and is never late is seen here, though it solves nothing."""
    rows = {(row["department"], row["role"]): row for row in office.report("roles")}

    assert {
        ("X-desk", "guide"): (2, 2, 0),
        ("X-fire", "assist"): (1, 1, 0),
        ("X-hall", "guide"): (1, 0, 1),
        ("X-market", "lead"): (3, 3, 0),
        ("X-runner", "agent"): (1, 1, 0),
    } == {key: (row["assignments"], row["acted"], row["overdue"]) for key, row in rows.items()}

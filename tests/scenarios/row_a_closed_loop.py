"""
A: Closed loop 发现—交办—办理—反馈—评估, each step seen, with third-party evaluation (000, 002).

What was found on a visit is assigned, handled, answered and evaluated, and somebody who did not
handle it asks the party. The county's leader looks at one funnel: how many got how far, how
long each step took, and where they lie who got no further. Nobody rates his own work.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    assigned,
    closed,
    contacted,
    evaluated,
    event_id,
    opened,
    party,
    responded,
    visit,
)

found_on = visit("A-visit", "2026-10-12 09:00", "A-industry", to="A-loom")

HISTORY = [
    party("A-loom"),
    party("A-forge"),
    # The whole loop: found on a visit, and a research institute asks how it went.
    found_on,
    opened("A-power", "2026-10-12 11:00", party_id="A-loom", channel="visit", visit_id="A-visit"),
    assigned("A-power", "2026-10-12 13:30", "A-energy"),
    accepted("A-power", "2026-10-12 15:30", "A-energy"),
    contacted("A-power", "2026-10-13 09:30", "A-energy"),
    responded("A-power", "2026-10-14 09:30", "A-energy"),
    closed("A-power", "2026-10-14 10:30"),
    evaluated(
        "A-power",
        "2026-10-16 10:30",
        level=5,
        solved=True,
        collected_by="third-party",
        collector="A-institute",
        channel="phone",
    ),
    # Handled, and praised by the one who handled it: that is no evaluation.
    opened("A-noise", "2026-10-19 09:00", party_id="A-forge"),
    assigned("A-noise", "2026-10-19 10:00", "A-ecology"),
    accepted("A-noise", "2026-10-19 11:00", "A-ecology"),
    responded("A-noise", "2026-10-20 11:00", "A-ecology"),
    closed("A-noise", "2026-10-20 12:00"),
    evaluated(
        "A-noise",
        "2026-10-20 13:00",
        level=5,
        by="A-ecology",
        collected_by="hub",
        collector="A-ecology",
    ),
    # Assigned on Friday, half an hour before the leader looks.
    opened("A-water", "2026-10-30 16:00", party_id="A-forge"),
    assigned("A-water", "2026-10-30 17:30", "A-utilities"),
]


def test_the_loop_is_seen_step_by_step(office: Office) -> None:
    """Three were opened, two were answered and closed, one was evaluated: by a third party."""
    if not office.alone:
        return
    reached = {row["step"]: row["cases"] for row in office.report("funnel")}

    assert (3, 3, 2) == (reached["opened"], reached["assigned"], reached["accepted"])
    assert (2, 2, 1) == (reached["responded"], reached["closed"], reached["evaluated"])
    assert (0, 1) == (reached["evaluated: party"], reached["evaluated: third-party"])


def test_each_step_tells_how_long_it_took(office: Office) -> None:
    """Half of them were assigned within an hour and a half of being opened."""
    if not office.alone:
        return
    hours = {row["step"]: row["median_hours"] for row in office.report("funnel")}

    assert (1.5, 48.0) == (hours["assigned"], hours["evaluated"])


def test_a_case_leads_back_to_the_visit_that_found_it(office: Office) -> None:
    """The record begins where the problem was found, and every step of it stands there."""
    told = office.ask("explain", case="A-power")

    assert [
        "case.opened",
        "case.assigned",
        "case.accepted",
        "case.contacted",
        "case.responded",
        "case.closed",
        "case.evaluated",
    ] == [event["event"] for event in told["events"]]
    [row] = office.sql("SELECT event_id FROM visits WHERE visit_id = 'A-visit'")
    assert event_id(found_on) == row["event_id"]


def test_who_asked_the_party_is_on_record(office: Office) -> None:
    """A figure of satisfaction is worth what its collector is."""
    rows = office.sql(
        "SELECT case_id, collected_by, collector FROM evaluations"
        " WHERE case_id IN ('A-power', 'A-noise') AND own = 0"
    )

    assert [
        {"case_id": "A-power", "collected_by": "third-party", "collector": "A-institute"}
    ] == rows


def test_nothing_is_wrong_with_what_went_round(office: Office) -> None:
    """A loop that closes in time gives nobody a reason to call."""
    assert [] == office.findings("stalled")

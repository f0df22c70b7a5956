"""
W: 24 h online 全天候: intake never closes, and clocks know nights and holidays (000).

A party may raise its matter at midnight on the National Day. It is taken in at once; the clocks
of the offices run when offices are open: not at night, not on the seven days of the holiday,
but on the Saturday that is worked in return. A deadline named before is kept to the minute.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    assigned,
    closed,
    contacted,
    joint_handled,
    opened,
    paused,
    responded,
    resumed,
)

HISTORY = [
    # At twenty to midnight on the National Day, answered on the worked Saturday.
    opened("W-midnight", "2026-10-01 23:40", channel="web"),
    assigned("W-midnight", "2026-10-01 23:41", "W-housing"),
    accepted("W-midnight", "2026-10-08 17:30", "W-housing"),
    responded("W-midnight", "2026-10-10 17:30", "W-housing"),
    closed("W-midnight", "2026-10-10 17:30"),
    # The same night, and nobody signed when the offices had opened again.
    opened("W-overslept", "2026-10-01 23:50", channel="web"),
    assigned("W-overslept", "2026-10-01 23:51", "W-roads"),
    accepted("W-overslept", "2026-10-09 08:59", "W-roads"),
    responded("W-overslept", "2026-10-10 09:00", "W-roads"),
    closed("W-overslept", "2026-10-10 09:30"),
    # Hard, over the holiday: five working days from the Tuesday before it.
    opened("W-bridge", "2026-09-29 10:00", hard=True),
    assigned("W-bridge", "2026-09-29 10:30", "W-housing"),
    accepted("W-bridge", "2026-09-29 11:00", "W-housing"),
    joint_handled("W-bridge", "2026-09-30 09:00", ["W-housing", "W-roads"]),
    responded("W-bridge", "2026-10-12 17:30", "W-housing"),
    closed("W-bridge", "2026-10-12 17:30"),
    # A blue card at five in the afternoon: half its hour is left for the worked Saturday.
    opened("W-card", "2026-10-09 17:00", kind="card", colour="blue"),
    assigned("W-card", "2026-10-09 17:00", "W-housing"),
    accepted("W-card", "2026-10-09 17:10", "W-housing"),
    responded("W-card", "2026-10-10 09:31", "W-housing"),
    closed("W-card", "2026-10-10 09:31"),
    # Waiting for the party: over the holiday it costs nothing, over two worked days it counts.
    opened("W-idle", "2026-09-30 10:00"),
    assigned("W-idle", "2026-09-30 10:00", "W-housing"),
    accepted("W-idle", "2026-09-30 10:30", "W-housing"),
    contacted("W-idle", "2026-09-30 11:00", "W-housing"),
    paused("W-idle", "2026-10-01 09:00", "W-housing"),
    resumed("W-idle", "2026-10-07 18:00", "W-housing"),
    responded("W-idle", "2026-10-10 17:30", "W-housing"),
    closed("W-idle", "2026-10-10 17:30"),
    opened("W-waits", "2026-09-30 10:00"),
    assigned("W-waits", "2026-09-30 10:00", "W-housing"),
    accepted("W-waits", "2026-09-30 10:30", "W-housing"),
    contacted("W-waits", "2026-09-30 11:00", "W-housing"),
    paused("W-waits", "2026-10-08 10:00", "W-housing"),
    resumed("W-waits", "2026-10-10 11:00", "W-housing"),
    responded("W-waits", "2026-10-14 10:00", "W-housing"),
    closed("W-waits", "2026-10-14 10:00"),
]


def _deadline(office: Office, case: str, clock: str = "resolve") -> str:
    told = office.ask("explain", case=case)
    [deadline] = [row["deadline"] for row in told["clocks"] if row["clock"] == clock]
    return str(deadline)


def test_intake_is_open_at_midnight_on_a_holiday(office: Office) -> None:
    """What is sent when the office is dark is in the book at that minute."""
    [row] = office.sql("SELECT opened_at FROM cases WHERE case_id = 'W-midnight'")

    assert "2026-10-01T15:40:00Z" == row["opened_at"]


def test_the_clock_begins_when_the_offices_open_again(office: Office) -> None:
    """One working day to sign ends on Thursday the 8th; three to answer on a worked Saturday."""
    assert "2026-10-08T09:30:00Z" == _deadline(office, "W-midnight", "accept")
    assert "2026-10-10T09:30:00Z" == _deadline(office, "W-midnight")


def test_seven_free_days_and_one_worked_saturday_are_known(office: Office) -> None:
    """Counting weekends alone would give Tuesday the 13th; the case was due on Monday."""
    assert "2026-10-12T09:30:00Z" == _deadline(office, "W-bridge")


def test_only_who_overslept_the_first_open_day_is_found(office: Office) -> None:
    """Signed before nine the next morning is still a night too late."""
    [finding] = office.findings("stalled", "accept")

    assert ("W-overslept", "W-roads") == (finding["case_id"], finding["department"])
    assert "2026-10-08T09:30:00Z" == finding["raised_at"]


def test_an_hour_at_the_window_knows_the_night(office: Office) -> None:
    """From five to half past five, and from nine to half past nine: a minute later is late."""
    assert {"2026-10-10T01:30:00Z"} == {
        finding["raised_at"]
        for finding in office.findings("stalled", "resolve")
        if finding["case_id"] == "W-card"
    }


def test_waiting_through_a_holiday_moves_no_deadline(office: Office) -> None:
    """A week of closed offices is no business minute; two worked days are nine hundred."""
    assert "2026-10-10T09:30:00Z" == _deadline(office, "W-idle")
    assert "2026-10-14T02:00:00Z" == _deadline(office, "W-waits")


def test_the_report_counts_them_as_kept(office: Office) -> None:
    """Six answers were due, five came in time; nights and holidays blame nobody."""
    [housing] = office.report("on-time", department="W-housing", clock="resolve")

    assert (5, 4) == (housing["judged"], housing["met"])

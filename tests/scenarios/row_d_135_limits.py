"""
D: The "135" limits: accept in 1 working day, resolve in 3, hard cases in 5 (004).

Thirty-six departments promised it. A hard case gets its five days only through a joint handling
会办 or a superior's decision 批办, and only while the ordinary deadline lasts. What cannot be
done is explained, in time: an explanation is an answer of its own kind.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import accepted, assigned, closed, joint_handled, opened, responded

HISTORY = [
    # In time, to the last minute of each limit: dispatched on a Monday.
    opened("D-prompt", "2026-10-19 09:00"),
    assigned("D-prompt", "2026-10-19 09:30", "D-housing"),
    accepted("D-prompt", "2026-10-20 17:30", "D-housing"),
    responded("D-prompt", "2026-10-22 17:30", "D-housing"),
    closed("D-prompt", "2026-10-22 17:30"),
    # Signed for a minute late, answered a minute late.
    opened("D-late", "2026-10-19 09:00"),
    assigned("D-late", "2026-10-19 09:30", "D-roads"),
    accepted("D-late", "2026-10-20 17:31", "D-roads"),
    responded("D-late", "2026-10-22 17:31", "D-roads"),
    closed("D-late", "2026-10-22 17:31"),
    # Hard, and handled jointly: five days.
    opened("D-hard", "2026-10-19 09:00", hard=True),
    assigned("D-hard", "2026-10-19 09:30", "D-housing"),
    accepted("D-hard", "2026-10-19 10:00", "D-housing"),
    joint_handled("D-hard", "2026-10-21 15:00", ["D-housing", "D-roads"]),
    responded("D-hard", "2026-10-26 17:30", "D-housing"),
    closed("D-hard", "2026-10-26 17:30"),
    # Called hard, but nobody met about it: three days it stays.
    opened("D-alleged", "2026-10-19 09:00", hard=True),
    assigned("D-alleged", "2026-10-19 09:30", "D-roads"),
    accepted("D-alleged", "2026-10-19 10:00", "D-roads"),
    responded("D-alleged", "2026-10-26 10:00", "D-roads"),
    closed("D-alleged", "2026-10-26 10:00"),
    # It cannot be done, and is explained in time.
    opened("D-impossible", "2026-10-19 09:00"),
    assigned("D-impossible", "2026-10-19 09:30", "D-housing"),
    accepted("D-impossible", "2026-10-19 10:00", "D-housing"),
    responded("D-impossible", "2026-10-21 10:00", "D-housing", "explained", text="no such law"),
    closed("D-impossible", "2026-10-21 11:00", outcome="unsolved"),
]


def test_the_last_minute_is_in_time_and_the_next_is_not(office: Office) -> None:
    """One working day to sign, three to answer: due when the office closes."""
    late = {finding["case_id"]: finding for finding in office.findings("stalled", "accept")}

    assert {"D-late"} == set(late)
    assert "2026-10-20T09:30:00Z" == late["D-late"]["raised_at"]
    assert "D-roads" == late["D-late"]["department"]


def test_hard_takes_five_days_only_when_it_was_handled_jointly(office: Office) -> None:
    """Calling a case hard is free; sitting down together is not."""
    late = {finding["case_id"]: finding for finding in office.findings("stalled", "resolve")}

    assert {"D-late", "D-alleged"} == set(late)
    assert "2026-10-22T09:30:00Z" == late["D-alleged"]["raised_at"]


def test_an_explanation_is_an_answer_of_its_own_kind(office: Office) -> None:
    """Nothing could be done, and the party was told why, in time."""
    [row] = office.sql("SELECT response, outcome FROM cases WHERE case_id = 'D-impossible'")

    assert {"response": "explained", "outcome": "unsolved"} == row


def test_the_report_shows_who_kept_the_promise(office: Office) -> None:
    """36 departments, 100 % completed, the paper said; here one kept it, and one did not."""
    rates = {
        (row["department"], row["clock"]): row["gross_rate"] for row in office.report("on-time")
    }

    assert (100, 50) == (rates["D-housing", "accept"], rates["D-roads", "accept"])
    assert (100, 0) == (rates["D-housing", "resolve"], rates["D-roads", "resolve"])


def test_every_clock_can_be_followed_stretch_by_stretch(office: Office) -> None:
    """Whoever doubts the figure asks for the case."""
    told = office.ask("explain", case="D-hard")
    [resolve] = [clock for clock in told["clocks"] if clock["clock"] == "resolve"]

    assert ("met", "2026-10-26T09:30:00Z") == (resolve["status"], resolve["deadline"])

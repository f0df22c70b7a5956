"""
R: Buck-passing 互相推诿, and split-and-forget 一分了之: found, and given an owner (002).

A request goes a round of tai chi between departments and comes back with one vague answer; or it
is split to one of them, and nothing happens. The second return or the first bounce goes to the
dispatcher. The third, or two working days without an owner, goes to whoever must decide; what was
decided is no longer passed on.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    adjudicated,
    assigned,
    closed,
    opened,
    responded,
    returned,
)

HISTORY = [
    # A round of tai chi: water, roads, water again.
    opened("R-lamp", "2026-10-12 09:00"),
    assigned("R-lamp", "2026-10-12 09:30", "R-water"),
    returned("R-lamp", "2026-10-12 16:00", "R-water", better="R-roads"),
    assigned("R-lamp", "2026-10-13 09:00", "R-roads"),
    returned("R-lamp", "2026-10-13 15:00", "R-roads", better="R-water"),
    assigned("R-lamp", "2026-10-13 16:00", "R-water", assignment_id="R-lamp/again"),
    returned(
        "R-lamp", "2026-10-14 10:00", "R-water", better="R-roads", assignment_id="R-lamp/again"
    ),
    adjudicated("R-lamp", "2026-10-14 17:00", "R-roads"),
    assigned(
        "R-lamp",
        "2026-10-14 17:10",
        "R-roads",
        assignment_id="R-lamp/decided",
        basis="adjudicated",
    ),
    accepted("R-lamp", "2026-10-15 09:00", "R-roads"),
    responded("R-lamp", "2026-10-15 11:00", "R-roads"),
    closed("R-lamp", "2026-10-15 12:00"),
    # Split and forgotten: signed for at once, and then nothing.
    opened("R-ditch", "2026-10-19 09:00"),
    assigned("R-ditch", "2026-10-19 09:30", "R-farming"),
    # Nobody is given it, and nobody decides whose it is.
    opened("R-gate", "2026-10-19 09:00"),
    # Given back within its right, and taken by the one it belongs to: nobody's fault.
    opened("R-sign", "2026-10-19 09:00"),
    assigned("R-sign", "2026-10-19 09:30", "R-water"),
    returned("R-sign", "2026-10-19 11:00", "R-water", better="R-roads"),
    assigned("R-sign", "2026-10-19 14:00", "R-roads"),
    accepted("R-sign", "2026-10-19 15:00", "R-roads"),
    responded("R-sign", "2026-10-20 10:00", "R-roads"),
    closed("R-sign", "2026-10-20 11:00"),
]


def test_a_round_of_tai_chi_is_seen_when_it_closes(office: Office) -> None:
    """Water had it, roads had it, water has it again: the dispatcher is told at that minute."""
    [finding] = office.findings("ping-pong", "bounce")

    assert ("R-lamp", "2026-10-13T08:00:00Z") == (finding["case_id"], finding["raised_at"])


def test_the_second_return_is_the_dispatchers_and_the_third_must_be_decided(
    office: Office,
) -> None:
    """Two rungs, each once; deciding does not undo that it was passed on three times."""
    rungs = {finding["rung"]: finding for finding in office.findings("ping-pong", "return")}

    assert {"1": "2026-10-13T07:00:00Z", "2": "2026-10-14T02:00:00Z"} == {
        rung: finding["raised_at"] for rung, finding in rungs.items()
    }


def test_split_and_forget_is_named_after_who_forgot(office: Office) -> None:
    """A working day after it was given, with no sign of life: farming never started."""
    [finding] = office.findings("ping-pong", "never-started")

    assert ("R-ditch", "R-farming") == (finding["case_id"], finding["department"])
    assert "2026-10-20T09:30:00Z" == finding["raised_at"]


def test_the_matrix_shows_who_gives_to_whom(office: Office) -> None:
    """A wrong suggestion counts against who made it: both sent it where it did not stay."""
    [from_roads, from_water] = office.report("returns")

    assert ("R-roads", "R-water", 1) == (
        from_roads["department"],
        from_roads["next_department"],
        from_roads["returns"],
    )
    assert ("R-water", "R-roads", 3, 2) == (
        from_water["department"],
        from_water["next_department"],
        from_water["returns"],
        from_water["cases"],
    )


def test_one_return_within_its_right_is_nobodys_fault(office: Office) -> None:
    """The duties list was wrong once; that is no buck-passing."""
    cases = {finding["case_id"] for finding in office.findings("ping-pong")}

    assert {"R-lamp", "R-ditch", "R-gate"} == cases


def test_what_nobody_decides_in_time_belongs_to_the_default_owner(office: Office) -> None:
    """Two working days unowned, two more undecided: from then on the dispatch holds it itself."""
    [unowned] = office.findings("ping-pong", "unowned")
    [late] = office.findings("stalled", "adjudicate")
    [row] = office.sql("SELECT lead_department FROM cases WHERE case_id = 'R-gate'")

    assert ("R-gate", "2026-10-21T09:30:00Z", "2026-10-23T09:30:00Z") == (
        unowned["case_id"],
        unowned["raised_at"],
        unowned["resolved_at"],
    )
    assert ("R-gate", "dispatch") == (late["case_id"], late["department"])
    assert {"lead_department": "dispatch"} == row

"""
H: A lead coordinator on a hard case, co-handlers with their own clocks, one owner (000, 002).

直通办, 专班, 领导领办: what crosses departments gets one who leads it. The others have parts of
their own: as assists, or as sub-cases with a lead of their own. The case counts as answered when
every part is, so a lead cannot be done while somebody still owes an answer; and nobody's clock
stops because another one was quick. What nobody decides upon falls to the default owner.
"""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.scenarios.words import (
    accepted,
    assigned,
    closed,
    contacted,
    decided,
    joint_handled,
    linked,
    opened,
    responded,
)

HISTORY = [
    # A park without power and road: the county's deputy takes it on, two departments have parts.
    opened("H-park", "2026-10-19 09:00", hard=True, text="no power in the new park"),
    assigned("H-park", "2026-10-19 09:30", "H-deputy"),
    assigned("H-park", "2026-10-19 09:40", "H-power", role="assist"),
    accepted("H-park", "2026-10-19 10:00", "H-deputy"),
    accepted("H-park", "2026-10-19 10:30", "H-power"),
    decided("H-park", "2026-10-20 15:00", "H-county"),
    # The road is a matter of its own, with a lead of its own.
    opened("H-road", "2026-10-20 16:00", party_id="H-park-party", text="pave the lane to the gate"),
    linked("H-road", "2026-10-20 16:05", "H-park", "parent"),
    assigned("H-road", "2026-10-20 16:10", "H-roads"),
    accepted("H-road", "2026-10-20 16:20", "H-roads"),
    # Power, deputy, road: the park counts as answered when the last of them is.
    responded("H-park", "2026-10-22 15:00", "H-power"),
    responded("H-park", "2026-10-23 10:00", "H-deputy"),
    responded("H-road", "2026-10-23 16:00", "H-roads"),
    closed("H-road", "2026-10-23 16:30"),
    closed("H-park", "2026-10-23 17:00"),
    # The lead is quick, its assist never says a word.
    opened("H-canal", "2026-10-19 09:00", text="the canal smells of oil"),
    assigned("H-canal", "2026-10-19 09:30", "H-water"),
    assigned("H-canal", "2026-10-19 09:40", "H-power", role="assist"),
    accepted("H-canal", "2026-10-19 10:00", "H-water"),
    accepted("H-canal", "2026-10-19 10:00", "H-power"),
    contacted("H-canal", "2026-10-19 10:30", "H-power"),
    responded("H-canal", "2026-10-20 10:00", "H-water"),
    # Handed from lead to lead: one owner at any moment.
    opened("H-bridge", "2026-10-26 09:00", text="the bridge shakes under lorries"),
    assigned("H-bridge", "2026-10-26 09:30", "H-roads"),
    accepted("H-bridge", "2026-10-26 10:00", "H-roads"),
    joint_handled("H-bridge", "2026-10-27 09:00", ["H-roads", "H-water"]),
    assigned("H-bridge", "2026-10-27 10:00", "H-water", basis="joint"),
    accepted("H-bridge", "2026-10-27 10:30", "H-water"),
    responded("H-bridge", "2026-10-28 10:00", "H-water"),
    closed("H-bridge", "2026-10-28 11:00"),
    # Nobody takes it, and nobody decides whose it is.
    opened("H-orphan", "2026-10-19 09:00", text="who removes wrecked boats from the quay"),
]


def test_a_case_is_answered_when_all_of_it_is(office: Office) -> None:
    """Lead, assist and sub-case: the last of them was the road, inside the five days."""
    [resolve] = [c for c in office.ask("explain", case="H-park")["clocks"] if _whole(c)]

    assert ("met", "2026-10-23T08:00:00Z") == (resolve["status"], resolve["stopped_at"])


def _whole(clock: dict[str, object]) -> bool:
    return clock["clock"] == "resolve"


def test_a_lead_is_not_done_while_an_assist_owes_its_part(office: Office) -> None:
    """The canal was answered in a day, says its lead; its clock runs on, and says so."""
    late = {one["case_id"]: one for one in office.findings("stalled", "resolve")}
    canal = late["H-canal"]
    flags = office.sql("SELECT arrayJoin(flags) AS flag FROM cases WHERE case_id = 'H-canal'")

    assert ("H-water", "open") == (canal["department"], canal["status"])
    assert {"H-canal", "H-orphan"} == set(late)
    assert ["answered-before-all"] == [row["flag"].split(" ")[0] for row in flags]


def test_an_assist_has_a_clock_of_its_own(office: Office) -> None:
    """Power is found for the canal, not for the park; so is who came to hold what nobody took."""
    late = [(one["case_id"], one["department"]) for one in office.findings("stalled", "holding")]

    assert [("H-canal", "H-power"), ("H-orphan", "dispatch")] == late


def test_the_report_names_whom_a_case_waits_for(office: Office) -> None:
    """Whoever coordinates looks here each morning."""
    canal, park = office.report("joint")

    assert ("H-canal", "H-water", 1, ["H-power"]) == (
        canal["case_id"],
        canal["lead_department"],
        canal["open"],
        canal["waiting_for"],
    )
    assert ("H-park", "H-deputy", 2, 2, []) == (
        park["case_id"],
        park["lead_department"],
        park["parts"],
        park["answered"],
        park["waiting_for"],
    )


def test_there_is_one_owner_at_any_moment(office: Office) -> None:
    """A new lead ends the time of the one before, to the minute; a joint handling is no hop."""
    leads = office.sql(
        "SELECT department, ended_by, ended_at = toDateTime64('2026-10-27 02:00:00', 3, 'UTC') AS"
        " handed FROM assignments WHERE case_id = 'H-bridge' ORDER BY assigned_at"
    )
    [row] = office.sql("SELECT lead_department, hops FROM cases WHERE case_id = 'H-bridge'")

    assert [("H-roads", "reassigned", 1), ("H-water", "closed", 0)] == [
        (lead["department"], lead["ended_by"], lead["handed"]) for lead in leads
    ]
    assert {"lead_department": "H-water", "hops": 0} == row


def test_what_nobody_decides_upon_falls_to_the_default_owner(office: Office) -> None:
    """Two days without an owner, two more without a word; then it is the dispatch's own case."""
    [unowned] = office.findings("ping-pong", "unowned")
    [row] = office.sql("SELECT lead_department FROM cases WHERE case_id = 'H-orphan'")

    assert ("H-orphan", "resolved", "2026-10-23T09:30:00Z") == (
        unowned["case_id"],
        unowned["status"],
        unowned["resolved_at"],
    )
    assert "dispatch" == row["lead_department"]

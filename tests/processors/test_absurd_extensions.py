"""Extensions that no calendar can give: a slip of the keyboard must not stop a case."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.event import Event
from events.instant import Instant, parse
from processors.folding.conclusion import Conclusion
from processors.policies.policy import UNITS
from tests.history import assigned, at, case_row, clock, concluded, extended, flags, opened, paused

CLOCKS = ("accept", "first-contact", "resolve", "holding", "return")


def _begun() -> list[Event]:
    return [opened(), assigned("water")]


def _moved(seen: Conclusion) -> tuple[Instant, int]:
    """Return the deadline of the case, and by how many minutes it was extended."""
    row = clock(seen, "resolve")
    return parse(row["deadline"]), row["extended"]


@pytest.mark.parametrize("unit", UNITS)
def test_an_extension_beyond_reach_is_flagged_and_ignored(unit: str) -> None:
    """The clock runs on as if it had not been asked for, and somebody is told why."""
    absurd = extended(at(1), 10**12, unit=unit)
    seen = concluded(*_begun(), absurd)

    assert [f"extended-beyond-reach {absurd.event_id}"] == case_row(seen)["flags"]
    assert (at(3, 17, 30), 0) == _moved(seen)


def test_a_sound_extension_counts_beside_an_absurd_one() -> None:
    """Each is judged by itself, in the order in which they were asked for."""
    seen = concluded(*_begun(), extended(at(1), 10**9), extended(at(1, 10), 2))

    assert _moved(concluded(*_begun(), extended(at(1, 10), 2))) == _moved(seen)
    assert ["extended-beyond-reach"] == flags(seen)


def test_an_absurd_extension_after_expiry_is_only_late() -> None:
    """One event is flagged once, for what is wrong with it first."""
    seen = concluded(*_begun(), extended(at(21), 10**9))

    assert [code for code in flags(seen) if "extended" in code] == ["extended-after-expiry"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CLOCKS),
    st.sampled_from(UNITS),
    st.integers(1, 10**6) | st.integers(10**6, 10**15),
    st.booleans(),
)
@example("resolve", "working-days", 25_000, True)
@example("resolve", "calendar-days", 45_000, True)
@example("holding", "minutes-24x7", 65_000_000, True)
def test_no_extension_stops_a_case(name: str, unit: str, amount: int, still: bool) -> None:
    """Whatever is asked for, every clock of the case is read, its bands and pauses as well."""
    asked = extended(at(0, 10), amount, name, unit)
    events = [*_begun(), asked, *([paused(at(0, 11))] if still else [])]
    seen = concluded(*events, now=at(2))

    assert clock(seen, name)["deadline"] >= clock(concluded(*_begun(), now=at(2)), name)["deadline"]

"""An overturned closing: whose on-time credit it takes away, and whose it leaves."""

from __future__ import annotations

from typing import Any

from processors.folding.conclusion import Conclusion
from tests.history import assigned, at, clock, closed, concluded, opened, reopened, responded


def _closed_and_opened_again(*days: int) -> Conclusion:
    """Answered in time by its second lead and an assist, closed, opened again on *days*."""
    history = [
        opened(),
        assigned("roads"),
        assigned("water", at(0, 10)),
        assigned("fire", at(0, 10), role="assist"),
        responded("fire", at(0, 11)),
        responded("water", at(1)),
        closed(at(1, 10)),
    ]
    return concluded(*history, *(reopened(at(day)) for day in days), now=at(30))


def _state(row: Any) -> tuple[str, bool]:
    return row["status"], row["overturned"]


def test_the_lead_that_answered_loses_its_credit_with_the_closing() -> None:
    """Else the department would be on time in every report for what came back unsolved."""
    seen = _closed_and_opened_again(2)

    assert ("cancelled", True) == _state(clock(seen, "resolve"))
    assert ("cancelled", True) == _state(clock(seen, "holding", assignment="water-1"))


def test_who_had_another_part_keeps_what_it_earned() -> None:
    """The assist answered its own part; the first lead passed the case on before."""
    seen = _closed_and_opened_again(2)

    assert ("met", False) == _state(clock(seen, "holding", assignment="fire-1"))
    assert ("cancelled", False) == _state(clock(seen, "holding", assignment="roads-1"))


def test_a_closing_that_stood_keeps_its_credit() -> None:
    """Not opened again, or as a new case beyond the window of fifteen days."""
    for seen in (_closed_and_opened_again(), _closed_and_opened_again(20)):
        assert ("met", False) == _state(clock(seen, "holding", assignment="water-1"))

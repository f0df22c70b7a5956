"""
The records of the journal: ticks, visits, the steps of cases, each as it was taken in.

A partition holds what was taken in later behind what came earlier, a tick of every hour between. A
visit is said up to six days after it was, so that some are late.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.filling.drawn import (
    BEGIN,
    NOW,
    SPAN_S,
    Fill,
    Size,
    begun,
    case,
    department,
    party,
    place,
    step_event,
    taken_in,
)
from bench.filling.drawn import visit_event as event_of

_HOURS: Final = SPAN_S // 3600
_STEPS: Final = (
    "['opened', 'assigned', 'accepted', 'progressed', 'responded', 'closed', 'evaluated', "
    "'contacted']"
)


def fills(size: Size) -> Iterator[Fill]:
    steps = size.cases * 15 // 2
    yield Fill("journal_records", 8, {**_tick("cases", 1), "offset": "4000000000", "time": NOW})
    yield Fill("journal_records", _HOURS * 8, _tick("cases", steps))
    yield Fill("journal_records", _HOURS * 8, _tick("visits", size.visits))
    yield Fill("journal_records", size.visits, _visit(size))
    yield Fill("journal_records", steps, _step(size))


def _tick(journal: str, events: int) -> dict[str, str]:
    """Return a tick of each hour in each partition, between what was taken in around it."""
    hour = "intDiv(number, 8)"
    return {
        **place(f"journal.{journal}"),
        "offset": f"2 * intDiv({hour} * {events}, {_HOURS * 8}) + 1",
        "name": "'clock.ticked'",
        "time": f"addHours({BEGIN}, {hour})",
    }


def _taken(journal: str, events: int) -> dict[str, str]:
    """Return where one of *events* stands, and when it was taken in: one after the other."""
    return {
        **place(f"journal.{journal}"),
        "offset": "2 * intDiv(number, 8)",
        "recorded_time": taken_in("number", events),
    }


def _visit(size: Size) -> dict[str, str]:
    return {
        **_taken("visits", size.visits),
        "event_id": event_of("number"),
        "type": "'visit.recorded.v1'",
        "name": "'visit.recorded'",
        "source": f"concat('/departments/', {department('1')})",
        "department": department("1"),
        "party_id": party(f"draw(2, number) % {size.parties}"),
        "time": f"subtractSeconds({taken_in('number', size.visits)}, draw(3, number) % 518400)",
    }


def _step(size: Size) -> dict[str, str]:
    of_case = f"intDiv(number * 2, 15) % {size.cases}"
    return {
        **_taken("cases", size.cases * 15 // 2),
        "event_id": step_event("number"),
        "type": "'case.opened.v1'",
        "name": f"concat('case.', {_STEPS}[1 + number % 8])",
        "source": "'/departments/centre'",
        "department": "'centre'",
        "case_id": case(of_case),
        "time": f"addSeconds({begun(of_case)}, (number % 8) * 86400 + draw(4, number) % 80000)",
    }

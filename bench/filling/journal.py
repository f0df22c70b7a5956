"""The records of the journal: the last tick, visits, the steps of cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.filling.drawn import NOW, Fill, Size, at, begun, case, department, party, place
from bench.filling.drawn import visit_event as event_of

_STEPS: Final = (
    "['opened', 'assigned', 'accepted', 'progressed', 'responded', 'closed', 'evaluated', "
    "'contacted']"
)


def fills(size: Size) -> Iterator[Fill]:
    yield Fill("journal_records", 8, _tick())
    yield Fill("journal_records", size.visits, _visit(size))
    yield Fill("journal_records", size.cases * 15 // 2, _step(size))


def _tick() -> dict[str, str]:
    placed = {**place("journal.cases"), "offset": "4000000000"}
    return {**placed, "name": "'clock.ticked'", "time": NOW}


def _visit(size: Size) -> dict[str, str]:
    return {
        **place("journal.visits"),
        "event_id": event_of("number"),
        "type": "'visit.recorded.v1'",
        "name": "'visit.recorded'",
        "source": f"concat('/departments/', {department('1')})",
        "department": department("1"),
        "party_id": party(f"draw(2, number) % {size.parties}"),
        "time": at("3"),
    }


def _step(size: Size) -> dict[str, str]:
    of_case = f"intDiv(number * 2, 15) % {size.cases}"
    return {
        **place("journal.cases"),
        "event_id": "concat('/departments/centre#c', toString(number))",
        "type": "'case.opened.v1'",
        "name": f"concat('case.', {_STEPS}[1 + number % 8])",
        "source": "'/departments/centre'",
        "department": "'centre'",
        "case_id": case(of_case),
        "time": f"addSeconds({begun(of_case)}, (number % 8) * 86400 + draw(4, number) % 80000)",
    }

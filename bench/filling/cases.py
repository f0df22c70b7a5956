"""What is concluded of cases: one in twenty open, one in five an order; assignments, clocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.filling.drawn import Fill, Size, at, begun, case, department, party, snapshot

_OPEN: Final = "number % 20 = 0"


def fills(size: Size) -> Iterator[Fill]:
    yield Fill("case_snapshots", size.cases, {**_asked(size), **_became(), **_ordered()})
    yield Fill("assignment_snapshots", size.cases * 6 // 5, _assignment())
    yield Fill("clock_snapshots", size.cases * 5, {**_clock(), **_clock_times()})


def _asked(size: Size) -> dict[str, str]:
    whose = party(f"draw(7, number) % {size.parties}")
    return {
        **snapshot(case("number")),
        "case_id": case("number"),
        "party_id": whose,
        "cluster_id": whose,
        "kind": "['demand', 'complaint', 'order', 'card', 'call'][1 + number % 5]",
        "channel": "['phone', 'web', 'window'][1 + number % 3]",
        "category": "concat('category-', toString(draw(8, number) % 30))",
        "area": "concat('县', toString(2 + draw(9, number) % 10))",
        "opened_at": f"toNullable({begun('number')})",
    }


def _became() -> dict[str, str]:
    return {
        "responded_at": _done(5),
        "closed_at": _done(6),
        "status": f"if({_OPEN}, 'accepted', 'closed')",
        "episode": "1 + (number % 50 = 1)",
        "outcome": f"multiIf({_OPEN}, '', number % 4 = 1, 'unsolved', 'solved')",
        "lead_department": department("10"),
        "hops": "number % 3",
        "returns": "number % 30 = 0",
        "colour": "if(number % 5 = 3, ['blue', 'yellow', 'red'][1 + number % 3], '')",
        "first_responded_at": _done(5),
        "first_closed_at": _done(6),
    }


def _done(days: int) -> str:
    return f"if({_OPEN}, NULL, toNullable(addSeconds({begun('number')}, {days} * 86400)))"


def _ordered() -> dict[str, str]:
    return {
        "menu": "if(number % 5 = 2, 'menu', '')",
        "menu_item": "if(number % 5 = 2, concat('item', toString(number % 400)), '')",
        "menu_category": "if(number % 5 = 2, 'tax', '')",
        "menu_department": f"if(number % 5 = 2, {department('10')}, '')",
    }


def _assignment() -> dict[str, str]:
    return {
        **snapshot("concat('K-', toString(intDiv(number * 5, 6)), '/A', toString(number))"),
        "assignment_id": "concat('A', toString(number))",
        "case_id": case("intDiv(number * 5, 6)"),
        "department": department("10"),
        "role": "if(number % 6 = 5, 'assist', 'lead')",
        "assigned_at": f"toNullable({at('11')})",
        "accepted_at": f"toNullable({at('11')})",
        "episode": "1",
        "awaited": "number % 60 = 5",
    }


def _clock() -> dict[str, str]:
    return {
        **snapshot("concat('K-', toString(intDiv(number, 5)), '/', toString(number % 5))"),
        "case_id": case("intDiv(number, 5)"),
        "episode": "1",
        "clock": "['accept', 'resolve', 'holding', 'first-contact', 'answer'][1 + number % 5]",
        "assignment_id": "if(number % 5 = 2, concat('A', toString(number)), '')",
        "department": f"if(number % 5 IN (0, 2), {department('12')}, '')",
        "unit": "'working-days'",
        "target": "5",
        "consumed": "draw(14, number) % 2000",
        "extended": "number % 25 = 1",
        "status": "multiIf(number % 20 < 5, 'running', draw(15, number) % 8 = 0, 'breached', "
        "'met')",
    }


def _clock_times() -> dict[str, str]:
    return {
        "started_at": f"toNullable({at('13')})",
        "deadline": f"toNullable(addDays({at('13')}, 7))",
        "stopped_at": f"if(number % 20 < 5, NULL, toNullable(addDays({at('13')}, 4)))",
        "net_deadline": f"if(number % 25 = 1, toNullable(addDays({at('13')}, 5)), NULL)",
    }

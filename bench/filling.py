"""
A warehouse as N events would leave it, made in SQL from a seed: no log, no folds, only the rows.

Of the events seven in ten are visits, the rest are those of cases, seven and a half each. A case
has five clocks, a fifth more than one assignment, three in four were evaluated; one event in a
hundred ends in a finding. Departments stand in a tree of five levels; what is drawn is drawn by
a hash of the seed and the row's number, so that the same seed gives the same rows.

The stored bytes of records are left out (no report reads them): the tables are smaller on
disk than those of a true hub, in every column that is read they are as wide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

Run = Callable[[str], Any]

_CHUNK: Final = 500_000
_DEPARTMENTS: Final = 1112
"""A province, a city, 10 counties, 100 townships, 1 000 villages."""
_NOW: Final = "toDateTime64('2026-07-01 00:00:00', 3, 'UTC')"
_BEGIN: Final = "toDateTime64('2025-01-01 00:00:00', 3, 'UTC')"
_SPAN_S: Final = 546 * 86_400


class Size(NamedTuple):
    """How many of each thing there are."""

    visits: int
    cases: int
    parties: int
    officers: int

    @classmethod
    def of(cls, events: int) -> Size:
        visits = events * 7 // 10
        cases = (events - visits) * 2 // 15
        return cls(visits, max(cases, 10), max(visits // 14, 10), max(events // 250, 10))


class Fill(NamedTuple):
    """Rows of one table: ``columns`` maps each column to SQL over ``number``, the row's own."""

    table: str
    rows: int
    columns: dict[str, str]


def fill(run: Run, seed: int, events: int) -> int:
    """Write the rows that *events* events leave; return how many there are."""
    size, total = Size.of(events), 0
    for one in _fills(size):
        total += one.rows
        for first in range(0, one.rows, _CHUNK):
            run(_insert(one, seed, first, min(_CHUNK, one.rows - first)))
    return total


def _insert(one: Fill, seed: int, first: int, count: int) -> str:
    names = ", ".join(f"`{name}`" for name in one.columns)
    values = ", ".join(one.columns.values()).replace("draw(", f"cityHash64({seed}, ")
    return f"INSERT INTO {one.table} ({names}) SELECT {values} FROM numbers({first}, {count})"


def _fills(size: Size) -> Iterator[Fill]:
    yield from _registers(size)
    yield from _journal(size)
    yield from _visits(size)
    yield from _cases(size)
    yield from _findings(size)


def _place(topic: str) -> dict[str, str]:
    return {"topic": f"'{topic}'", "partition": "number % 8", "offset": "intDiv(number, 8)"}


def _snapshot(id: str) -> dict[str, str]:
    head = {"id": id, "version": "number", "generation": "0", "deleted": "0"}
    return {**head, **_place("journal.cases")}


def _registers(size: Size) -> Iterator[Fill]:
    level = "multiIf(number = 0, 'province', number = 1, 'city', number < 12, 'county', "
    level += "number < 112, 'township', 'village')"
    parent = (
        "multiIf(number = 0, '', number < 12, concat('d', toString(number > 1)), number < 112, "
    )
    parent += "concat('d', toString(2 + number % 10)), concat('d', toString(12 + number % 100)))"
    event = {"event_id": "concat('registry#', toString(number))", "time": _BEGIN}
    yield Fill(
        "department_facts",
        _DEPARTMENTS,
        {
            **_place("journal.cases"),
            **event,
            "department_id": "concat('d', toString(number))",
            "name": "concat('单位', toString(number))",
            "level": level,
            "parent_id": parent,
            "valid_from": _BEGIN,
            "area": "if(number >= 2 AND number < 12, concat('县', toString(number)), '')",
        },
    )
    yield Fill(
        "officer_facts",
        size.officers,
        {
            **_place("journal.cases"),
            **event,
            "officer_id": "concat('o', toString(number))",
            "department_id": f"concat('d', toString(2 + number % {_DEPARTMENTS - 2}))",
        },
    )
    yield Fill(
        "party_facts",
        size.parties,
        {
            **_place("journal.visits"),
            **event,
            "weight": "1",
            "party_id": _party("number"),
            "kind": "if(number % 3 = 0, 'village', 'enterprise')",
            "name": "concat('宏达食品有限公司', toString(number))",
            "area": "concat('县', toString(2 + number % 10))",
            "stage": "['', 'start', 'growth', 'mature'][1 + number % 4]",
            "officer_id": f"concat('o', toString(number % {size.officers}))",
        },
    )
    setting = {"policy_id": "'reports'", "policy_version": "1", "kind": "'reports'"}
    yield Fill(
        "policy_settings",
        3,
        {
            **_place("journal.cases"),
            **event,
            **setting,
            "valid_from": _BEGIN,
            "name": "['least_group', 'supervised', 'least_cases'][1 + number]",
            "amount": "[5, 3, 10][1 + number]",
        },
    )


def _party(number: str) -> str:
    return f"concat('91330700MA2', toString({number}))"


def _at(salt: str, upto: int = _SPAN_S) -> str:
    return f"addSeconds({_BEGIN}, draw({salt}, number) % {upto})"


def _department(salt: str) -> str:
    return f"concat('d', toString(2 + draw({salt}, number) % {_DEPARTMENTS - 2}))"


def _journal(size: Size) -> Iterator[Fill]:
    yield Fill(
        "journal_records",
        8,
        {**_place("journal.cases"), "offset": "4000000000", "name": "'clock.ticked'", "time": _NOW},
    )
    yield Fill(
        "journal_records",
        size.visits,
        {
            **_place("journal.visits"),
            "event_id": _visit_event("number"),
            "type": "'visit.recorded.v1'",
            "name": "'visit.recorded'",
            "source": f"concat('/departments/', {_department('1')})",
            "department": _department("1"),
            "party_id": _party(f"draw(2, number) % {size.parties}"),
            "time": _at("3"),
        },
    )
    steps = "['opened', 'assigned', 'accepted', 'progressed', 'responded', 'closed', 'evaluated', "
    steps += "'contacted']"
    case = f"intDiv(number * 2, 15) % {size.cases}"
    begun = f"addSeconds({_BEGIN}, cityHash64({case}) % {_SPAN_S - 40 * 86_400})"
    yield Fill(
        "journal_records",
        size.cases * 15 // 2,
        {
            **_place("journal.cases"),
            "event_id": "concat('/departments/centre#c', toString(number))",
            "type": "'case.opened.v1'",
            "name": f"concat('case.', {steps}[1 + number % 8])",
            "source": "'/departments/centre'",
            "department": "'centre'",
            "case_id": f"concat('K-', toString({case}))",
            "time": f"addSeconds({begun}, (number % 8) * 86400 + draw(4, number) % 80000)",
        },
    )


def _visit_event(number: str) -> str:
    return f"concat('/departments/bureau#v', toString({number}))"


def _visits(size: Size) -> Iterator[Fill]:
    party = _party(f"draw(2, number) % {size.parties}")
    officer = f"concat('o', toString(draw(5, number) % {size.officers}))"
    yield Fill(
        "visit_snapshots",
        size.visits,
        {
            **_snapshot(f"concat({_department('1')}, '/v', toString(number))"),
            "visit_id": "concat('v', toString(number))",
            "party_id": party,
            "cluster_id": party,
            "departments": f"if(number % 30 = 0, [{_department('1')}, {_department('6')}], "
            f"[{_department('1')}])",
            "purpose": "['service', 'inspection', 'safety'][1 + number % 3]",
            "ground": "'routine'",
            "start": f"toNullable({_at('3')})",
            "end": f"toNullable(addSeconds({_at('3')}, 3600))",
            "status": "if(number % 40 = 0, 'cancelled', 'recorded')",
            "event_id": _visit_event("number"),
            "department": _department("1"),
            "officers": f"if(number % 2 = 0, [{officer}], [{officer}, concat({officer}, 'b')])",
            "campaign_id": "if(number % 1000 = 0, concat('day', toString(number % 12)), '')",
        },
    )


def _cases(size: Size) -> Iterator[Fill]:
    case = "concat('K-', toString(number))"
    begun = f"addSeconds({_BEGIN}, cityHash64(number) % {_SPAN_S - 40 * 86_400})"
    open_ = "number % 20 = 0"
    party = _party(f"draw(7, number) % {size.parties}")

    def done(days: int) -> str:
        return f"if({open_}, NULL, toNullable(addSeconds({begun}, {days} * 86400)))"

    yield Fill(
        "case_snapshots",
        size.cases,
        {
            **_snapshot(case),
            "case_id": case,
            "party_id": party,
            "cluster_id": party,
            "kind": "['demand', 'complaint', 'order', 'card', 'call'][1 + number % 5]",
            "channel": "['phone', 'web', 'window'][1 + number % 3]",
            "category": "concat('category-', toString(draw(8, number) % 30))",
            "area": "concat('县', toString(2 + draw(9, number) % 10))",
            "opened_at": f"toNullable({begun})",
            "responded_at": done(5),
            "closed_at": done(6),
            "status": f"if({open_}, 'accepted', 'closed')",
            "episode": "1 + (number % 50 = 1)",
            "outcome": f"multiIf({open_}, '', number % 4 = 1, 'unsolved', 'solved')",
            "lead_department": _department("10"),
            "hops": "number % 3",
            "returns": "number % 30 = 0",
            "colour": "if(number % 5 = 3, ['blue', 'yellow', 'red'][1 + number % 3], '')",
            "first_responded_at": done(5),
            "first_closed_at": done(6),
            "menu": "if(number % 5 = 2, 'menu', '')",
            "menu_item": "if(number % 5 = 2, concat('item', toString(number % 400)), '')",
            "menu_category": "if(number % 5 = 2, 'tax', '')",
            "menu_department": f"if(number % 5 = 2, {_department('10')}, '')",
        },
    )
    yield Fill(
        "assignment_snapshots",
        size.cases * 6 // 5,
        {
            **_snapshot("concat('K-', toString(intDiv(number * 5, 6)), '/A', toString(number))"),
            "assignment_id": "concat('A', toString(number))",
            "case_id": "concat('K-', toString(intDiv(number * 5, 6)))",
            "department": _department("10"),
            "role": "if(number % 6 = 5, 'assist', 'lead')",
            "assigned_at": f"toNullable({_at('11')})",
            "accepted_at": f"toNullable({_at('11')})",
            "episode": "1",
            "awaited": "number % 60 = 5",
        },
    )
    yield Fill(
        "clock_snapshots",
        size.cases * 5,
        {
            **_snapshot("concat('K-', toString(intDiv(number, 5)), '/', toString(number % 5))"),
            "case_id": "concat('K-', toString(intDiv(number, 5)))",
            "episode": "1",
            "clock": "['accept', 'resolve', 'holding', 'first-contact', 'answer'][1 + number % 5]",
            "assignment_id": "if(number % 5 = 2, concat('A', toString(number)), '')",
            "department": f"if(number % 5 IN (0, 2), {_department('12')}, '')",
            "unit": "'working-days'",
            "target": "5",
            "started_at": f"toNullable({_at('13')})",
            "deadline": f"toNullable(addDays({_at('13')}, 7))",
            "stopped_at": f"if(number % 20 < 5, NULL, toNullable(addDays({_at('13')}, 4)))",
            "consumed": "draw(14, number) % 2000",
            "extended": "number % 25 = 1",
            "net_deadline": f"if(number % 25 = 1, toNullable(addDays({_at('13')}, 5)), NULL)",
            "status": "multiIf(number % 20 < 5, 'running', draw(15, number) % 8 = 0, 'breached', "
            "'met')",
        },
    )
    yield Fill(
        "evaluation_snapshots",
        size.cases * 3 // 4,
        {
            **_snapshot(case),
            "case_id": case,
            "episode": "1",
            "level": "toNullable(1 + draw(16, number) % 5)",
            "solved": "toNullable(number % 4 > 0)",
            "collected_by": "['party', 'hub', 'third-party'][1 + number % 3]",
            "outcome": "if(number % 6 = 0, 'unreachable', 'answered')",
            "time": f"toNullable({_at('17')})",
            "department": _department("10"),
        },
    )
    yield Fill(
        "share_snapshots",
        size.cases // 50,
        {
            **_snapshot("concat('K-', toString(number))"),
            "case_id": "concat('K-', toString(number))",
            "department": _department("10"),
            "bounced": "60 + number % 900",
            "passes": "1",
        },
    )
    yield Fill(
        "cluster_snapshots",
        size.cases // 10,
        {
            **_snapshot(case),
            "cluster_id": "concat('L', toString(number % 200))",
            "case_id": case,
            "lead": "number < 200",
            "lead_case": "concat('K-', toString(number % 200))",
            "score": "0.9",
            "status": "['open', 'closed', 'closed', 'proposed'][1 + number % 4]",
        },
    )
    yield Fill(
        "case_returns",
        size.cases // 30,
        {
            **_place("journal.cases"),
            "event_id": "concat('/departments/centre#r', toString(number))",
            "time": _at("18"),
            "case_id": "concat('K-', toString(number * 30))",
            "department": _department("10"),
            "better_owner": _department("19"),
        },
    )


def _findings(size: Size) -> Iterator[Fill]:
    found = (size.visits + size.cases * 15 // 2) // 100
    visit = f"draw(20, number) % {size.visits}"
    yield Fill(
        "finding_records",
        found,
        {
            **_place("findings"),
            "event_id": "concat('hub#', toString(number))",
            "name": "'finding.raised'",
            "finding_id": "lower(hex(MD5(toString(number))))",
            "rule": "['duplicate-visit', 'stalled', 'ping-pong', 'repeated-case', 'bad-evaluation']"
            "[1 + number % 5]",
            "kind": "['window', 'resolve', 'bounce', 'recurrence', 'rectify'][1 + number % 5]",
            "severity": "if(number % 4 = 0, 'breach', 'warning')",
            "subject": f"concat('bureau/v', toString({visit}))",
            "party_id": _party(f"draw(21, number) % {size.parties}"),
            "case_id": "if(number % 5 = 0, '', "
            f"concat('K-', toString(draw(22, number) % {size.cases})))",
            "department": _department("10"),
            "clock": "if(number % 5 = 1, 'resolve', '')",
            "episode": "if(number % 5 IN (1, 4), '1', '')",
            "raised_at": _at("23"),
            "resolved_at": f"if(number % 3 > 0, toNullable({_at('23')}), NULL)",
            "status": "if(number % 3 > 0, 'resolved', 'open')",
            "evidence": f"multiIf(number % 5 = 0, [{_visit_event(visit)}, "
            f"{_visit_event(f'draw(24, number) % {size.visits}')}], "
            f"[concat('/departments/centre#c', toString(draw(25, number) % {size.cases * 7}))])",
            "revision": "1",
        },
    )

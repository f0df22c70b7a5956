"""
The load of the benchmarks: what departments send, drawn from a seed, in order of event time.

Seven of ten events are visits, three are steps of cases. A year has room for as many parties as
keep it plausible: a party is visited about six times a year, and raises a matter now and then.
Most cases run smoothly; some are returned, some stall, some come back. Texts repeat, as letters
to an office do. The same seed and size give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from random import Random
from typing import Any, Final, NamedTuple

import orjson

from events.instant import DAY, MINUTE, Instant, parse, render

BEGINNING: Final = parse("2025-01-06T00:00:00+08:00")
YEAR: Final = 360 * DAY
VISITS: Final = 0.7
DEPARTMENTS: Final = tuple(f"bureau-{n:02}" for n in range(40))
AREAS: Final = tuple(f"3307{n:02}" for n in range(1, 12))
CATEGORIES: Final = ("water", "tax", "roads", "licences", "labour", "noise", "housing", "schools")
PURPOSES: Final = ("fire-safety", "tax", "environment", "production", "labour", "service")
GROUNDS: Final = ("routine",) * 8 + ("complaint", "invited")
TEXTS: Final = (
    "The street lamp before the house has been dark since last week.",
    "Water pressure is low in the mornings on the third floor.",
    "The licence was promised within three days and has not come.",
    "企业反映用工困难,希望协调解决熟练工人短缺问题。",
    "厂区门口道路积水严重,请尽快修缮排水设施。",
)


class Step(NamedTuple):
    """One event to come: ``time`` in microseconds, the department that says it, what it says."""

    time: Instant
    number: int
    department: str
    type: str
    subject: str
    data: dict[str, Any]


def events(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield *count* events as (department, structured CloudEvent), by event time."""
    random, parties = Random(seed), max(count // 9, 50)
    waiting: list[Step] = []
    gap = YEAR // count
    for number in range(count):
        now = Instant(BEGINNING + number * gap)
        if waiting and waiting[0].time <= now and random.random() >= VISITS:
            step = heappop(waiting)._replace(time=now)
        elif random.random() < VISITS or not _needs_a_case(waiting, now):
            step = _visit(random, number, now, parties)
        else:
            step, *later = _case(random, number, now, parties)
            for one in later:
                heappush(waiting, one)
        yield step.department, _event(step, number)


def _needs_a_case(waiting: list[Step], now: Instant) -> bool:
    return not waiting or waiting[0].time > now


def _event(step: Step, number: int) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"{number}",
            "source": f"/departments/{step.department}",
            "type": step.type,
            "time": render(step.time),
            "subject": step.subject,
            "sequence": str(number),
            "data": step.data,
        }
    )


def _visit(random: Random, number: int, now: Instant, parties: int) -> Step:
    department = random.choice(DEPARTMENTS)
    party = int(parties * random.random() ** 1.5)
    data = {
        "visit_id": f"V{number}",
        "party_id": f"P{party}",
        "departments": [department],
        "purpose": random.choice(PURPOSES),
        "ground": random.choice(GROUNDS),
        "start": render(Instant(now - 60 * MINUTE)),
        "end": render(now),
    }
    return Step(now, number, department, "visit.recorded.v1", f"V{number}", data)


def _case(random: Random, number: int, now: Instant, parties: int) -> Iterator[Step]:
    """Yield the steps of one case, its opening first."""
    case, department = f"K{number}", random.choice(DEPARTMENTS)
    opened = {
        "case_id": case,
        "party_id": f"P{random.randrange(parties)}",
        "kind": "demand",
        "channel": "12345",
        "category": random.choice(CATEGORIES),
        "text": random.choice(TEXTS),
        "area": random.choice(AREAS),
    }
    yield Step(now, number, "centre", "case.opened.v1", case, opened)
    at = now
    for type, data in _story(random, case, department):
        at = Instant(at + int(random.expovariate(1 / (8 * 60)) * MINUTE))
        by = "centre" if type in _OF_THE_CENTRE else data.get("department", department)
        yield Step(at, number, by, f"{type}.v1", case, {"case_id": case, **data})


_OF_THE_CENTRE: Final = frozenset({"case.assigned", "case.closed", "case.evaluated"})


def _story(random: Random, case: str, department: str) -> Iterator[tuple[str, dict[str, Any]]]:
    holder = department
    yield "case.assigned", _assignment(case, 1, holder)
    if random.random() < 0.1:
        other = random.choice(DEPARTMENTS)
        yield "case.returned", _return(case, holder, other)
        holder = other
        yield "case.assigned", _assignment(case, 2, holder)
    yield "case.accepted", {"department": holder}
    if random.random() < 0.4:
        yield "case.progressed", {"department": holder, "note": "looked at on the spot"}
    if random.random() < 0.05:
        return
    yield "case.responded", {"department": holder, "kind": "solved", "text": "Done."}
    yield "case.closed", {"outcome": "solved"}
    if random.random() < 0.5:
        yield "case.evaluated", _evaluation(random)


def _assignment(case: str, number: int, department: str) -> dict[str, Any]:
    return {
        "assignment_id": f"{case}/{number}",
        "department": department,
        "role": "lead",
        "basis": "dispatch",
    }


def _return(case: str, department: str, other: str) -> dict[str, Any]:
    return {
        "assignment_id": f"{case}/1",
        "department": department,
        "reason_code": "not-competent",
        "basis": "Duties list 2026, item 14",
        "better_owner": other,
    }


def _evaluation(random: Random) -> dict[str, Any]:
    level = random.choice((5, 5, 5, 4, 4, 3, 2))
    return {
        "episode": 1,
        "level": level,
        "solved": level > 2,
        "collected_by": "third-party",
        "collector": "survey",
        "channel": "phone",
        "outcome": "answered",
    }

"""Raw events for tests of the embedded hub: each builder names what the test is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from events.instant import Instant, parse
from events.record import Outgoing
from hub.embedded.engine import Engine
from hub.embedded.hub import Embedded
from hub.embedded.log import Log
from hub.loading.files import Raw
from hub.proving.replay import Findings, recorded
from hub.settings import Settings
from hub.sqlite import Database

NOW = parse("2026-06-01T00:00:00Z")
"""The wall clock of these tests."""


def raw(id: str, type: str, time: str, by: str = "centre", *, system: str = "", **data: Any) -> Raw:
    """Return an event as *by* sends it; *time* is Shanghai's: ``2026-03-02T09:00``."""
    source = f"/departments/{by}" + (f"/{system}" if system else "")
    document = {
        "specversion": "1.0",
        "id": id,
        "source": source,
        "type": f"{type}.v1",
        "time": f"{time}:00+08:00",
        "data": {name: value for name, value in data.items() if value is not None},
    }
    return by, orjson.dumps(document)


def opened(case: str, time: str, **data: Any) -> Raw:
    facts = {"party_id": f"P-{case}", "kind": "demand", "channel": "window", "text": "路灯坏了"}
    facts |= {"case_id": case, "category": "water", "area": "清溪县"} | data
    return raw(f"{case}-opened", "case.opened", time, **facts)


def assigned(case: str, number: int, time: str, department: str) -> Raw:
    return raw(
        f"{case}-assigned-{number}",
        "case.assigned",
        time,
        case_id=case,
        assignment_id=f"{case}-{number}",
        department=department,
        role="lead",
        basis="dispatch",
    )


def accepted(case: str, time: str, department: str) -> Raw:
    return raw(f"{case}-accepted", "case.accepted", time, department, case_id=case)


def visit(id: str, time: str, department: str, to: str = "P-1", **data: Any) -> Raw:
    """Return a visit of one hour that begins at *time*."""
    start = f"{time}:00+08:00"
    facts = {"visit_id": id, "party_id": to, "departments": [department], "purpose": "safety"}
    facts |= {"ground": "routine", "start": start, "end": start.replace(":00:00+", ":59:00+")}
    return raw(id, "visit.recorded", time, department, **(facts | data))


def troubled_month() -> list[Raw]:
    """Return a history with stalls, a bounce and repeated visits, in order of its time."""
    cases = [f"K-{number}" for number in range(12)]
    raws = [opened(case, f"2026-03-{2 + n:02}T09:00") for n, case in enumerate(cases)]
    raws += [assigned(c, 1, f"2026-03-{2 + n:02}T09:30", "water") for n, c in enumerate(cases)]
    raws += [assigned(c, 2, f"2026-03-{3 + n:02}T10:00", "roads") for n, c in enumerate(cases[:6])]
    raws += [assigned(c, 3, f"2026-03-{4 + n:02}T10:00", "water") for n, c in enumerate(cases[:6])]
    raws += [
        visit(f"V-{n}", f"2026-03-{2 + n:02}T14:00", ("fire", "tax", "water")[n % 3])
        for n in range(9)
    ]
    return sorted(raws, key=lambda one: orjson.loads(one[1])["time"])


@contextmanager
def engine(folder: Path, now: Instant = NOW) -> Iterator[Engine]:
    """Give an engine over *folder*; leaving ends it as a kill would: nothing is flushed."""
    database = Database(folder / "log.sqlite")
    try:
        yield Engine(database, lambda: now)
    finally:
        database.close()


@contextmanager
def hub(folder: Path, now: Instant = NOW) -> Iterator[Embedded]:
    """Give an embedded hub, its warehouse included, over *folder*."""
    with Embedded(Settings(data=folder), lambda: now) as opened:
        yield opened


def findings(log: Log) -> Findings:
    """Return the findings as *log* has them."""
    return recorded(log)


def unreadable(standing: Embedded) -> None:
    """Let a journal hold what no fold can use, as an older build may have left it."""
    engine = standing.engine
    with engine._turn, engine._batch():
        record = engine.log.append(Outgoing("journal.cases", b"K", b"no event", (), 2), 0)
        assert record is not None
        engine._host.fold([record], 0)

"""
Every report on the embedded warehouse that ten million events leave: seconds, median of three.

    python -m bench.reports                      # 10 000 000 events
    python -m bench.reports --events 1000000 --json
    python -m bench.reports --data FOLDER        # keep the warehouse, or use the one there

The rows are made by ``bench.filling``. ``first`` is the first answer after rows were written: it
makes anew what is kept (``projections.keeping``). A question is the report as ``hub report`` asks
it, all its rows taken over. ``json`` counts the functions of its plan that read JSON, by EXPLAIN.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import orjson

from bench.filling import fill
from projections import reporting
from projections.embedded import EmbeddedWarehouse
from projections.warehouse import Limits, WarehouseError

_LIMITS: Final = Limits(seconds=600, rows=10_000_000, memory_bytes=8_000_000_000)
_JSON: Final = re.compile(r"JSON\w*\(", re.IGNORECASE)


class Timed(NamedTuple):
    """
    Seconds of the first answer and the median of three further ones; ``json`` must be 0.

    ``cpu_s``: the median of the warehouse's CPU seconds, which a busy machine does not stretch.
    """

    report: str
    rows: int
    first_s: float
    seconds: float
    cpu_s: float
    json: int
    error: str = ""


def measure(
    events: int, seed: int, folder: Path, only: Sequence[str] = (), times: int = 3
) -> tuple[list[Timed], dict[str, float]]:
    """Fill *folder* where it is empty; return each report's times and the fill's figures."""
    warehouse = EmbeddedWarehouse(folder, _LIMITS)
    try:
        warehouse.migrate()
        made = _filled(warehouse, events, seed)
        names = only or [report.name for report in reporting.reports()]
        return [_timed(warehouse, name, times) for name in names], made
    finally:
        warehouse.close()


def _filled(warehouse: EmbeddedWarehouse, events: int, seed: int) -> dict[str, float]:
    ((there,),) = warehouse.query("SELECT count() FROM visit_snapshots").rows
    if there:
        return {}
    started = time.perf_counter()
    rows = fill(warehouse._run, seed, events)  # noqa: SLF001 - written in SQL, not by the port
    return {"events": events, "rows": rows, "fill_s": time.perf_counter() - started}


def _timed(warehouse: EmbeddedWarehouse, name: str, times: int) -> Timed:
    sql = reporting.find(name).sql
    try:
        first, _, rows = _asked(warehouse, sql)
        further = [_asked(warehouse, sql) for _ in range(times)]
        plan = warehouse.query(f"EXPLAIN actions = 1 {sql}").rows
    except WarehouseError as error:
        return Timed(name, 0, 0.0, 0.0, 0.0, 0, str(error)[:200])
    read = sum(len(_JSON.findall(line)) for (line,) in plan)
    seconds, cpu_s = (median(each) for each in zip(*(one[:2] for one in further), strict=True))
    return Timed(name, rows, first, seconds, cpu_s, read)


def _asked(warehouse: EmbeddedWarehouse, sql: str) -> tuple[float, float, int]:
    """Return (wall seconds, CPU seconds of the warehouse, rows) of one answer."""
    started, spent = time.perf_counter(), _cpu_s(warehouse.pid)
    rows = len(warehouse.query(sql).rows)
    return time.perf_counter() - started, _cpu_s(warehouse.pid) - spent, rows


def _cpu_s(pid: int) -> float:
    """Return the CPU seconds of the running process *pid*; 0.0 where the system does not say."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=measure.__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    with TemporaryDirectory() as spare:
        folder = given.data or Path(spare) / "warehouse"
        found, made = measure(given.events, given.seed, folder, given.only)
    sys.stdout.write(_json(found, made) if given.json else _table(found, made))


def _json(found: Sequence[Timed], made: dict[str, float]) -> str:
    document: dict[str, Any] = {**made, "reports": [one._asdict() for one in found]}
    return orjson.dumps(document).decode() + "\n"


def _table(found: Sequence[Timed], made: dict[str, float]) -> str:
    lines = [f"{name} {value:,.0f}" for name, value in made.items()]
    lines.append(f"{'report':22} {'rows':>8} {'first s':>8} {'s':>7} {'cpu s':>7} {'json':>4}")
    for one in sorted(found, key=lambda timed: -timed.cpu_s):
        figures = (
            f"{one.rows:8,} {one.first_s:8.2f} {one.seconds:7.2f} {one.cpu_s:7.2f} {one.json:4}"
        )
        lines.append(f"{one.report:22} {figures} {one.error}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

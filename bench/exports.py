"""
What it costs to take a million events out: CPU seconds and greatest memory, by format.

    python -m bench.exports                       # 1 000 000 events: every format
    python -m bench.exports --events 100000 --json --only xes
    python -m bench.exports --data FOLDER         # keep the warehouse, or use the one there

The rows are made by ``bench.filling``. ``cpu_s`` is of the hub's process, ``warehouse_cpu_s`` of
chDB beside it; ``grown_mb`` is by how much the hub's own memory grew, at its greatest.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import orjson

from bench.filling import fill
from hub.answering import plain
from hub.embedded.hub import Embedded
from hub.embedded.local_client import LocalClient
from hub.exporting.export import Wanted, export
from hub.exporting.selection import Selection
from processors.published.defaults import default_publications
from projections.embedded import EmbeddedWarehouse

WANTED: Final[Mapping[str, Mapping[str, str]]] = {
    "ocel": {"format": "ocel", "name": "o.json"},
    "ocel-sqlite": {"format": "ocel", "name": "o.sqlite"},
    "xes": {"format": "xes", "name": "o.xes"},
    "open311": {"format": "open311", "name": "o.json"},
    "csv": {"format": "csv", "name": "o.csv", "table": "events"},
    "xlsx": {"format": "xlsx", "name": "o.xlsx", "table": "cases"},
    "parquet": {"format": "parquet", "name": "o.parquet", "table": "events"},
    "report": {"format": "csv", "name": "o.csv", "report": "not-visited"},
    "bulletin": {"format": "bulletin", "name": "o.html"},
}
_PUBLISHED: Final = default_publications()


class _Warehouse:
    """Answers as an embedded hub would, without a log."""

    def __init__(self, warehouse: EmbeddedWarehouse) -> None:
        self._warehouse = warehouse

    def query(self, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        if "calendar.published" in sql:  # the rows made in SQL hold none
            return [{"data": orjson.dumps(data)} for name, data in _PUBLISHED if name in sql]
        found = self._warehouse.query(sql, params)
        return [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]


def measure(events: int, folder: Path, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Fill a warehouse in *folder* with *events* and return what each export took."""
    warehouse = EmbeddedWarehouse(folder / "warehouse")
    try:
        warehouse.migrate()
        ((there,),) = warehouse.query("SELECT count() FROM visit_snapshots").rows
        if not there:
            fill(warehouse._run, 1, events)  # noqa: SLF001 - written in SQL, not by the port
        client = LocalClient(cast("Embedded", _Warehouse(warehouse)))
        rows = []
        for name in only or WANTED:
            rows.append(_timed(client, folder, name))
            print(orjson.dumps(rows[-1]).decode(), file=sys.stderr, flush=True)
        return rows
    finally:
        warehouse.close()


def _timed(client: LocalClient, folder: Path, name: str) -> dict[str, Any]:
    said = WANTED[name]
    path = folder / said["name"]
    table, report = said.get("table", ""), said.get("report", "")
    wanted = Wanted(said["format"], path, Selection(), report, table, replace=True)
    before, child, memory = _cpu("self"), _cpu("child"), _peak_mb()
    document = export(client, wanted)
    path.unlink()
    return {
        "export": name,
        **{
            n: document[n]
            for n in ("cases", "events", "objects", "requests", "rows")
            if n in document
        },
        "cpu_s": round(_cpu("self") - before, 1),
        "warehouse_cpu_s": round(_cpu("child") - child, 1),
        "file_mb": document["bytes"] // 1_000_000,
        "grown_mb": _peak_mb() - memory,
    }


def _cpu(whose: str) -> float:
    """Return the CPU seconds of this process, or of its children that live."""
    if whose == "self":
        return sum(os.times()[:2])
    return sum(_child_cpu(int(pid)) for pid in _children())


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def _child_cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb() -> int:
    """Return the greatest memory of this process so far."""
    said = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", said)
    return (
        int(found[1]) // 1000
        if found
        else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", choices=list(WANTED), default=())
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        rows = measure(given.events, given.data or Path(folder), given.only)
    if given.json:
        print(orjson.dumps(rows).decode())
    else:
        for row in rows:
            print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()

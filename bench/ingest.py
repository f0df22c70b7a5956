"""
``hub ingest`` of an NDJSON file by the embedded hub, from the first line to reports ready.

The file is read, merged by event time, taken in and concluded by all detectors, each batch
durable (SQLite, WAL, ``synchronous=FULL``); then the warehouse follows to the end of the log and
answers one question.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.figures import Figures, Stopwatch, tell
from bench.load import events
from events.instant import parse
from hub.embedded.hub import Embedded
from hub.embedded.local_client import LocalClient
from hub.loading.load import Load, run_load
from hub.settings import Settings

NOW: Final = parse("2026-06-01T00:00:00Z")
_REPORTED: Final = "SELECT count() AS n FROM findings"


def measure(seed: int, count: int) -> Figures:
    """Return what it takes to ingest *count* events of *seed*."""
    with TemporaryDirectory(prefix="bench-ingest-") as folder:
        return measured(write(seed, count, Path(folder)), count, Path(folder) / "hub")


def write(seed: int, count: int, folder: Path) -> Path:
    """Write *count* events of *seed* as NDJSON into *folder*; return the file."""
    path = folder / "events.ndjson"
    with path.open("wb") as file:
        file.writelines(raw + b"\n" for _, raw in events(seed, count))
    return path


def measured(file: Path, count: int, data: Path) -> Figures:
    """Return what it takes to bring *file*, of *count* events, into a new hub in *data*."""
    settings, whole = Settings(data=data), Stopwatch()
    with Embedded(settings, lambda: NOW) as hub:
        counts = run_load(LocalClient(hub), Load((file,), clock="event"))
        found = hub.query(_REPORTED)[0]["n"]
        ready_s, _ = whole.read()
        disk = settings.log.stat().st_size
    _, cpu_s = whole.read()
    assert counts.accepted == count, counts.document()
    return {
        "events": count,
        "events_per_s": count / ready_s,
        "ready_s": ready_s,
        "cpu_us_per_event": cpu_s / count * 1e6,
        "log_bytes_per_event": disk / count,
        "findings": found,
    }


def main() -> None:
    tell(measure, sys.argv[1:], seed=1, count=100_000)


if __name__ == "__main__":
    main()

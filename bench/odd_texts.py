"""
``python -m bench.odd_texts``: texts nobody expects, through the real embedded intake.

Each is the opening of a case by a party of its own: 200 KB, empty, one character over and over;
and so many identical ones within one minute. Told are what was accepted, receipted and opened
(they must all be the same number), the clusters, the seconds of CPU and the memory they took.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final, NamedTuple

import orjson

from events import topics
from events.instant import Instant, parse, render
from hub.embedded.engine import Engine
from hub.embedded.log import Log
from hub.loading.files import Raw
from hub.proving.replay import recorded
from hub.sqlite import Database

BEGAN: Final = parse("2026-03-02T09:00:00+08:00")
_UNTIL: Final = parse("2026-03-03T09:00:00+08:00")
_MINUTE: Final = 60_000_000
_BATCH: Final = 2_000
LETTER: Final = "工业路8号门口的路灯坏了半个月，晚上看不清路，老人出行很不安全"
TEXTS: Final = (
    "路灯坏了，晚上看不清路。" * 5_500,
    "the lamp at the gate is out " * 7_000,
    "",
    "   \n\t ",
    "哈" * 66_000,
    "a" * 200_000,
    "！" * 66_000,
    "\U0001f600" * 50_000,
)


class Sent(NamedTuple):
    """How many events were accepted, receipted, opened; clusters, and the cases in them."""

    accepted: int
    receipted: int
    opened: int
    clusters: int
    clustered: int
    cpu: float
    megabytes: float


def odd() -> list[Raw]:
    """Return an opening for each of ``TEXTS``."""
    return [_opening(f"T-{number}", text, BEGAN) for number, text in enumerate(TEXTS)]


def crowd(count: int, text: str = LETTER, name: str = "C") -> list[Raw]:
    """Return *count* openings with one *text*, of as many parties, within a minute."""
    return [
        _opening(f"{name}-{number}", text, Instant(BEGAN + number * _MINUTE // count))
        for number in range(count)
    ]


def _opening(case: str, text: str, at: Instant) -> Raw:
    data = {
        "case_id": case,
        "party_id": f"P-{case}",
        "kind": "complaint",
        "channel": "hotline",
        "category": "roads",
        "area": "清溪县",
        "text": text,
    }
    document = {
        "specversion": "1.0",
        "id": f"{case}-opened",
        "source": "/departments/centre",
        "type": "case.opened.v1",
        "time": render(at),
        "data": data,
    }
    return "centre", orjson.dumps(document)


def send(folder: Path, raws: Sequence[Raw]) -> Sent:
    """Return what became of *raws* in an embedded hub in *folder*."""
    database = Database(folder / "log.sqlite")
    before, began = _megabytes(), process_time()
    try:
        engine = Engine(database, lambda: _UNTIL)
        engine.begin()
        accepted = 0
        for start in range(0, len(raws), _BATCH):
            accepted += engine.accept(raws[start : start + _BATCH]).accepted
        engine.finish("event", _UNTIL)
        cpu, log = process_time() - began, Log(database)
        members = dict(_members(log))
        found = [one for one in recorded(log).values() if one["rule"] == "cluster"]
        standing = {one["subject"] for one in found if one["status"] != "retracted"}
        clustered = sum(cluster in standing for cluster in members.values())
        receipts = _records(log, topics.receipts("centre"))
        counts = (accepted, len(receipts), len(set(_opened(log))), len(standing), clustered)
        return Sent(*counts, cpu, _megabytes() - before)
    finally:
        database.close()


def _records(log: Log, topic: str) -> list[bytes]:
    partitions = range(log.partitions(topic))
    return [r.value or b"{}" for number in partitions for r in log.read(topic, number)]


def _opened(log: Log) -> Iterator[str]:
    for value in _records(log, topics.JOURNAL_CASES):
        said = orjson.loads(value)
        if said["type"] == "case.opened.v1":
            yield said["data"]["case_id"]


def _members(log: Log) -> Iterator[tuple[str, str]]:
    for value in _records(log, topics.CONCLUSIONS):
        said = orjson.loads(value)
        if said["kind"] == "cluster":
            yield said["id"], said["row"].get("cluster_id", "")


def _megabytes() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what became of the odd texts and of so many identical ones (10 000)."""
    words = sys.argv[1:] if arguments is None else arguments
    count = int(words[0]) if words else 10_000
    for name, raws in (("odd", odd()), (f"{count:,} identical", crowd(count))):
        with TemporaryDirectory() as folder:
            print(f"{name}: {send(Path(folder), raws)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

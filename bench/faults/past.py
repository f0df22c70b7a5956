"""
Nobody alters the past: ``make past EDITS=10000``, in the log and as many in the warehouse.

A simulated city's journals are sworn to by the notary and projected. Then, again and again,
somebody who may write everything alters one thing: flips a bit of a value, a key or a header,
or of a column that is shown; takes a record out, puts one in, swaps two, cuts the end off. Of
the log, the chain must tell (``hub verify --chain``); of the warehouse, the comparison with the
log (``hub verify``). What was left as it was must not be complained of.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.faults.command import arguments, given, line_of, told
from bench.faults.load import draw_load
from events import topics
from events.generations import FIRST
from events.instant import Instant
from events.record import Record
from events.signing import Signer
from hub.embedded.engine import Engine
from hub.notary.anchors import AnchorFile
from hub.notary.chain_check import check_chain
from hub.notary.swearing import swear
from hub.proving.warehouse_check import compare_partition
from hub.sqlite import Database
from projections.embedded import EmbeddedWarehouse
from projections.journal_rows import JOURNAL, decoded, journal_row
from projections.tables import Row

TOPIC: Final = topics.JOURNAL_CASES
_LENGTH: Final = 24
_ROUNDS: Final = 4
_AT_ONCE: Final = 400
"""How many copies of the partition stand in the warehouse side by side, each altered once."""
ACTS: Final = ("flip", "drop", "insert", "swap", "cut")
_COLUMNS: Final = tuple((at, column.name) for at, column in enumerate(JOURNAL.columns))


class Held:
    """A ``hub.journal.Journal`` of one topic's partitions, in memory."""

    layout = FIRST

    def __init__(self, partitions: Sequence[list[Record]]) -> None:
        self.held = list(partitions)

    def topics(self) -> tuple[str, ...]:
        return (TOPIC,)

    def partitions(self, topic: str) -> int:
        return len(self.held) if topic == TOPIC else 0

    def end(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return len(self.held[partition])

    def read(
        self,
        topic: str,  # noqa: ARG002
        partition: int,
        start: int = 0,
        stop: int | None = None,
    ) -> Iterator[Record]:
        yield from self.held[partition][start:stop]


def journal(folder: Path, draw: Random) -> list[Record]:
    """Return the first records of a simulated city's journal of cases."""
    database = Database(folder / "log.sqlite")
    try:
        engine = Engine(database, lambda: Instant(max(one.time for one in load)))
        load = [one for one in draw_load(400, draw) if not one.poison]
        engine.begin()
        engine.accept((one.department, one.raw) for one in load)
        records = list(engine.log.read(TOPIC, 0))[-_LENGTH:]
    finally:
        database.close()
    return [record._replace(offset=offset) for offset, record in enumerate(records)]


def in_log(records: list[Record], edits: int, draw: Random, folder: Path) -> tuple[int, int]:
    """Return how many of *edits* of the log the chain told of, and false complaints."""
    standing, file, signer = Held([[]]), AnchorFile(folder / "anchors"), Signer.make()
    for round in range(1, _ROUNDS + 1):
        standing.held[0] = records[: round * _LENGTH // _ROUNDS]
        swear(standing, file, signer, "2026-01-01T00:00:00Z")
    false = len(check_chain(standing, file, signer.public)[1])
    told = 0
    for _ in range(edits):
        standing.held[0] = _altered(records, draw)
        told += bool(check_chain(standing, file, signer.public)[1])
    return told, false


def _altered(records: list[Record], draw: Random) -> list[Record]:
    """Return *records* as somebody left them who altered one thing."""
    at, to = draw.sample(range(len(records)), 2)
    left = list(records)
    match draw.choice(ACTS):
        case "flip":
            left[at] = _flipped(left[at], draw)
        case "drop":
            del left[at]
        case "insert":
            left.insert(at, left[to]._replace(offset=at, value=left[to].value + b" "))
        case "swap":
            left[at], left[to] = (
                left[to]._replace(offset=at),
                left[at]._replace(offset=to),
            )
        case _:
            del left[at:]
    return left if left != records else _altered(records, draw)


def _flipped(record: Record, draw: Random) -> Record:
    match draw.choice(("key", "value", "headers")):
        case "key" if record.key:
            return record._replace(key=_flip(record.key, draw))
        case "headers" if record.headers:
            at = draw.randrange(len(record.headers))
            name, value = record.headers[at]
            changed = (name, _flip(value, draw) if value else b"x")
            return record._replace(
                headers=(*record.headers[:at], changed, *record.headers[at + 1 :])
            )
        case _:
            return record._replace(value=_flip(record.value, draw))


def _flip(data: bytes, draw: Random) -> bytes:
    changed = bytearray(data)
    changed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def in_warehouse(records: list[Record], edits: int, draw: Random, folder: Path) -> tuple[int, int]:
    """Return how many of *edits* of the warehouse were told of, and false complaints."""
    told = false = 0
    warehouse = EmbeddedWarehouse(folder / "warehouse")
    try:
        warehouse.migrate()
        for start in range(0, edits, _AT_ONCE):
            count = min(_AT_ONCE, edits - start)
            copies = [[one._replace(partition=n) for one in records] for n in range(count + 1)]
            warehouse._run("TRUNCATE TABLE journal_records")  # noqa: SLF001 - nobody else may
            rows = [_rows(copy, draw) for copy in copies[:-1]] + [_shown(copies[-1])]
            warehouse.insert(JOURNAL, [row.values for each in rows for row in each], f"{start}")
            log = Held(copies)
            complained = [
                any(compare_partition(log, warehouse, TOPIC, n)) for n in range(len(copies))
            ]
            false += complained.pop()
            told += sum(complained)
    finally:
        warehouse.close()
    return told, false


def _shown(records: list[Record]) -> list[Row]:
    return [journal_row(record, decoded(record)) for record in records]


def _rows(records: list[Record], draw: Random) -> list[Row]:
    """Return the rows of *records* as somebody left them who altered one thing."""
    rows = _shown(records)
    if draw.random() < 0.5:  # whole records, as in the log
        left = _altered(records, draw)
        if len(left) > len(records):  # a row of the same place would be replaced, or replace it
            left = [*records, left[0]._replace(offset=len(records))]
        return _shown(left)
    at = draw.randrange(len(rows))
    column, name = draw.choice(_COLUMNS)
    values = list(rows[at].values)
    values[column] = _other(values[column], name, len(rows), draw)
    rows[at] = Row(JOURNAL, tuple(values))
    return rows


def _other(value: Any, name: str, length: int, draw: Random) -> Any:
    """Return another value of the kind of *value*."""
    match value:
        case bytes():
            return _flip(value, draw) if value else b"x"
        case str():
            return f"{value}x" if draw.random() < 0.5 or not value else value[:-1]
        case int() if name == "partition":
            return 1_000_000
        case int() if name in ("time", "recorded_time", "appended_at"):
            return value + draw.choice((-1, 1)) * draw.randrange(1, 10_000) * 1_000_000
        case int():
            return value + draw.randrange(length, 10 * length)
        case _:
            return (*value, "x" if name == "header_names" else b"x")


def run(edits: int, seed: int) -> dict[str, Any]:
    """Alter the past *edits* times in the log and as often in the warehouse; return who told."""
    began, draw = time.monotonic(), Random(f"past {seed}")
    with tempfile.TemporaryDirectory(prefix="hub-past-") as name:
        records = journal(Path(name), draw)
        in_logs, false_log = in_log(records, edits, draw, Path(name))
        in_rows, false_rows = in_warehouse(records, edits, draw, Path(name))
    return line_of(seed, began) | {
        "past": True,
        "edits": edits,
        "told_log": in_logs,
        "told_warehouse": in_rows,
        "lost": 2 * edits - in_logs - in_rows,
        "twice": 0,
        "wrong": false_log + false_rows,
        "faults": [],
        "problems": [],
    }


def main() -> int:
    """Return 0 when every alteration was told of, and nothing else."""
    asked = given(arguments("past", __doc__, edits=10_000))
    return told(run(asked.edits, asked.seed), asked.record)


if __name__ == "__main__":
    sys.exit(main())

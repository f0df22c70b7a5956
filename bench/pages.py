"""
How long a page takes on the warehouse of a million events: the median and the slowest of twenty.

    python -m bench.pages                        # 1 000 000 events
    python -m bench.pages --data FOLDER --json   # keep the warehouse, or use the one there

The rows are made by ``bench.filling``; every page is asked over HTTP on loopback, as an
analyst sees it, one after the other. ``first`` is the first answer ever: the questions below it
are asked in full. ``restarted`` is the first answer after the next start: what the file of answers
has (``hub.pages.shelved``), while the same is worked out anew. The others find the answers on the
shelf (``hub.pages.shelf``). The stored bytes of records are left out of
these rows, so the page of one case is not among them; it reads the records of one case alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

import orjson

from bench.filling import fill
from events.instant import Instant
from hub.embedded import plain, wall_now
from hub.gateway.app import build
from hub.gateway.gate import Rows, Told
from hub.gateway.keyring import Caller, open_keyring
from hub.gateway.server import listening
from hub.pages.registry import PAGES
from hub.pages.routes import ANSWERS
from projections.embedded import EmbeddedWarehouse
from projections.warehouse import Limits

_LIMITS: Final = Limits(seconds=120, rows=2_000_000, memory_bytes=8_000_000_000)
_PLACES: Final = {"report": "/pages/reports/funnel"}
_LEFT_OUT: Final = {"case"}


class Timed(NamedTuple):
    """Milliseconds: the first answer, the first after a restart; of the others median, slowest."""

    page: str
    first_ms: float
    restarted_ms: float
    median_ms: float
    slowest_ms: float


class WarehouseGate:
    """A gate that only answers questions: no log stands behind it."""

    judged = True

    def __init__(self, warehouse: EmbeddedWarehouse) -> None:
        self._warehouse = warehouse

    def now(self) -> Instant:
        return wall_now()

    def take(self, department: str, values: Sequence[bytes]) -> Rows:
        raise NotImplementedError

    def receipts(self, department: str, after: int, limit: int) -> list[Told]:
        raise NotImplementedError

    def signers(self) -> Any:
        raise NotImplementedError

    def known_as(self, party: str) -> str:
        return party

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        found = self._warehouse.query(sql, params)
        return [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]


def measure(
    events: int, seed: int, folder: Path, times: int = 20, only: Collection[str] = ()
) -> list[Timed]:
    """Fill *folder* where it is empty; return the times of each page, or of those in *only*."""
    asked = [p for p in PAGES if p.name not in _LEFT_OUT and (not only or p.name in only)]
    places = {page.name: _PLACES.get(page.name, page.path) for page in asked}
    (folder / ANSWERS).unlink(missing_ok=True)
    with _served(events, seed, folder) as (url, cookie):
        line = HTTPConnection(urlsplit(url).netloc, timeout=300)
        first = {name: _asked(line, path, cookie) for name, path in places.items()}
    with _served(events, seed, folder) as (url, cookie):
        return [
            _timed(url, cookie, name, path, first[name], times) for name, path in places.items()
        ]


@contextmanager
def _served(events: int, seed: int, folder: Path) -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        warehouse = EmbeddedWarehouse(folder / "warehouse", _LIMITS)
        stack.callback(warehouse.close)
        warehouse.migrate()
        ((there,),) = warehouse.query("SELECT count() FROM visit_snapshots").rows
        if not there:
            fill(warehouse._run, seed, events)  # noqa: SLF001 - written in SQL, not by the port
        keyring = stack.enter_context(open_keyring(folder))
        key = keyring.make(Caller("bench", "", "analyst", 10**9))
        app = build(WarehouseGate(warehouse), keyring)
        stack.callback(app.state.pages.close)
        stack.callback(app.state.pages.shelf.keep)
        url = stack.enter_context(listening(app, "0"))
        yield url, _cookie(url, key)


def _cookie(url: str, key: str) -> str:
    line = HTTPConnection(urlsplit(url).netloc, timeout=300)
    line.request("POST", "/pages/login", urlencode({"key": key}))
    return str(line.getresponse().getheader("set-cookie")).partition(";")[0]


def _timed(url: str, cookie: str, name: str, path: str, first_ms: float, times: int) -> Timed:
    line = HTTPConnection(urlsplit(url).netloc, timeout=300)
    restarted, *others = (_asked(line, path, cookie) for _ in range(times + 1))
    return Timed(name, first_ms, restarted, median(others), max(others))


def _asked(line: HTTPConnection, path: str, cookie: str) -> float:
    started = time.perf_counter()
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    return (time.perf_counter() - started) * 1000


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=measure.__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    with TemporaryDirectory() as spare:
        found = measure(given.events, given.seed, given.data or Path(spare), given.times)
    sys.stdout.write(_json(found) if given.json else _table(found))


def _json(found: Sequence[Timed]) -> str:
    return orjson.dumps([one._asdict() for one in found]).decode() + "\n"


def _table(found: Sequence[Timed]) -> str:
    head = f"{'page':12} {'first ms':>9} {'restarted ms':>12} {'median ms':>10} {'slowest ms':>11}"
    lines = [
        f"{one.page:12} {one.first_ms:9.0f} {one.restarted_ms:12.0f}"
        f" {one.median_ms:10.1f} {one.slowest_ms:11.1f}"
        for one in found
    ]
    return "\n".join((head, *lines)) + "\n"


if __name__ == "__main__":
    main()

"""
How long a page takes on the warehouse of a million events: the median and the slowest of twenty.

    python -m bench.pages                        # 1 000 000 events
    python -m bench.pages --data FOLDER --json   # keep the warehouse, or use the one there

The rows are made by ``bench.filling``; every page is asked over HTTP on loopback, as an
analyst sees it, one after the other. ``first`` is the first answer ever, mostly a page that says
that it is being worked out; ``there``: until its figures stood, asked for again and again.
``restarted`` is the first answer after the next start: what the file of answers has
(``hub.pages.shelved``), while the same is worked out anew. The others find the answers on the shelf
(``hub.pages.shelf``). ``new`` is the first answer to what was never asked (another level, status or
report), while pages are worked out anew. The stored bytes of records are left out of
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
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

import orjson

from bench.filling import fill
from hub.cluster.hub import Cluster
from hub.gateway.app import build
from hub.gateway.keyring import Caller, open_keyring
from hub.gateway.server import listening
from hub.pages.registry import PAGES
from hub.pages.shared import ANSWERS
from hub.settings import Settings
from projections.embedded import EmbeddedWarehouse
from projections.warehouse import Limits

_LIMITS: Final = Limits(seconds=120, rows=2_000_000, memory_bytes=8_000_000_000)
_PLACES: Final = {"report": "/pages/reports/funnel"}
_NEW: Final = {
    "coverage": "/pages/coverage?level=township",
    "cases": "/pages/cases?status=open",
    "visits": "/pages/visits?month=2026-02",
    "report": "/pages/reports/waits",
}
_LEFT_OUT: Final = {"case"}


class Timed(NamedTuple):
    """
    Milliseconds: the first answer, until its figures stood, the first answer after a restart, to
    what was never asked (0: not tried); of the others median, slowest.
    """

    page: str
    first_ms: float
    there_ms: float
    restarted_ms: float
    new_ms: float
    median_ms: float
    slowest_ms: float


def measure(
    events: int, seed: int, folder: Path, times: int = 20, only: Collection[str] = ()
) -> list[Timed]:
    """Fill *folder* where it is empty; return the times of each page, or of those in *only*."""
    asked = [p for p in PAGES if p.name not in _LEFT_OUT and (not only or p.name in only)]
    places = {page.name: _PLACES.get(page.name, page.path) for page in asked}
    (folder / ANSWERS).unlink(missing_ok=True)
    with _served(events, seed, folder) as (url, cookie):
        line = HTTPConnection(urlsplit(url).netloc, timeout=300)
        first = {name: _until_there(line, path, cookie) for name, path in places.items()}
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
        hub = Cluster(Settings(data=folder), warehouse)  # whose brokers nobody asks for
        app = build(hub, keyring)
        stack.callback(app.state.pages.close)
        stack.callback(app.state.pages.shelf.keep)
        url = stack.enter_context(listening(app, "0"))
        yield url, _cookie(url, key)


def _cookie(url: str, key: str) -> str:
    line = HTTPConnection(urlsplit(url).netloc, timeout=300)
    line.request("POST", "/pages/login", urlencode({"key": key}))
    return str(line.getresponse().getheader("set-cookie")).partition(";")[0]


def _timed(
    url: str, cookie: str, name: str, path: str, first: tuple[float, float], times: int
) -> Timed:
    line = HTTPConnection(urlsplit(url).netloc, timeout=300)
    restarted = _asked(line, path, cookie)[0]
    new = _asked(line, _NEW[name], cookie)[0] if name in _NEW else 0.0
    others = [_asked(line, path, cookie)[0] for _ in range(times)]
    return Timed(name, *first, restarted, new, median(others), max(others))


def _until_there(line: HTTPConnection, path: str, cookie: str) -> tuple[float, float]:
    """Return milliseconds: of the first answer, and until one had the figures."""
    started = time.perf_counter()
    first, status = _asked(line, path, cookie)
    while status == 202:
        time.sleep(0.05)
        status = _asked(line, path, cookie)[1]
    return first, (time.perf_counter() - started) * 1000


def _asked(line: HTTPConnection, path: str, cookie: str) -> tuple[float, int]:
    """Return the milliseconds of one answer, and its status."""
    started = time.perf_counter()
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    assert answer.status in {200, 202}, (path, answer.status)
    return (time.perf_counter() - started) * 1000, answer.status


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
    names = Timed._fields[1:]
    head = f"{'page':12}" + "".join(f"{name.replace('_', ' '):>14}" for name in names)
    lines = [f"{one.page:12}" + "".join(f"{value:14.1f}" for value in one[1:]) for one in found]
    return "\n".join((head, *lines)) + "\n"


if __name__ == "__main__":
    main()

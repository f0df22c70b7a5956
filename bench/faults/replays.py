"""
The same log gives the same answer: ``make replays EVENTS=100000``.

A simulated city is taken in by an embedded engine, spoilt as the campaign's loads are. Then its
log is concluded from nothing three times: by one process in the order in which the log took the
records; by all cores, each partition by itself; and by one process with the journal partitions
mixed by chance, each in its own order. Findings (compared as the contract says) and what is shown
of every thing must have one checksum, and the findings that of those on record.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.faults.command import arguments, given, line_of, told
from bench.faults.load import draw_load
from events import topics
from events.comparison import comparable
from events.instant import DAY, Instant
from events.record import Record
from hub.embedded.engine import Engine
from hub.embedded.log import Log
from hub.journal import Journal, as_taken, places
from hub.proving import replay
from hub.proving.replay import Concluded, Findings
from hub.proving.replay_parts import conclude_in_parts
from hub.sqlite import Database

_LONGEST: Final = 400
"""Records of one partition that may come before another partition's turn."""


def mixed(journal: Journal, draw: Random) -> Iterator[Record]:
    """Yield the records of the journals, the partitions mixed by *draw*, each in its order."""
    left = {place: journal.read(*place) for place in places(journal, topics.JOURNALS)}
    while left:
        place = draw.choice(sorted(left))
        for _ in range(draw.randrange(1, _LONGEST)):
            record = next(left[place], None)
            if record is None:
                del left[place]
                break
            yield record


def checksums(concluded: Concluded) -> tuple[str, str]:
    """Return the checksum of the findings, and that of what is shown of every thing."""
    said = sorted(concluded.shown.items())
    shown = sha256(b"".join(b"%b=%b" % (key.encode(), digest) for key, digest in said))
    return of_findings(concluded.findings), shown.hexdigest()


def of_findings(findings: Findings) -> str:
    return sha256(b"\n".join(comparable(findings).values())).hexdigest()


def replays(log: Log, draw: Random) -> dict[str, Callable[[], Concluded]]:
    """Return the three ways by name."""
    return {
        "as taken": lambda: replay.conclude(as_taken(log, topics.JOURNALS)),
        "by all cores": lambda: conclude_in_parts(log.path, things=True),
        "mixed by chance": lambda: replay.conclude(mixed(log, draw)),
    }


def run(events: int, seed: int) -> dict[str, Any]:
    """Take a city of about *events* in, replay it three times; return the line of the record."""
    began, draw = time.monotonic(), Random(f"replays {seed}")
    with tempfile.TemporaryDirectory(prefix="hub-replays-") as folder:
        database = Database(Path(folder) / "log.sqlite")
        try:
            accepted = _take_in(database, events, draw)
            sums, times, count = _replayed(Log(database), draw)
        finally:
            database.close()
    wrong = len({one[0] for one in sums.values()}) - 1
    wrong += len({one[1] for one in sums.values() if one[1]}) - 1
    return line_of(seed, began) | {
        "replays": len(times),
        "events": accepted,
        "findings": count[0],
        "shown": count[1],
        "checksums": sums["as taken"],
        "replay_s": times,
        "lost": 0,
        "twice": 0,
        "wrong": wrong,
        "faults": [],
        "problems": [],
    }


def _take_in(database: Database, events: int, draw: Random) -> int:
    load = [one for one in draw_load(events, draw) if not one.poison]
    last = Instant(max(one.time for one in load))
    engine = Engine(database, lambda: Instant(last + 30 * DAY))
    engine.begin()
    counts = engine.accept((one.department, one.raw) for one in load)
    engine.finish("event")
    return int(counts.accepted)


def _replayed(
    log: Log, draw: Random
) -> tuple[dict[str, tuple[str, str]], dict[str, float], tuple[int, int]]:
    """Return the checksums and seconds of each way, and how many findings and things there are."""
    sums, times, count = {"on record": (of_findings(replay.recorded(log)), "")}, {}, (0, 0)
    for name, conclude in replays(log, draw).items():
        began = time.monotonic()
        concluded = conclude()
        times[name] = round(time.monotonic() - began, 2)
        sums[name] = checksums(concluded)
        count = len(concluded.findings), len(concluded.shown)
    return sums, times, count


def main() -> int:
    """Return 0 when every replay has the checksum of what is on record."""
    asked = given(arguments("replays", __doc__, events=100_000))
    return told(run(asked.events, asked.seed), asked.record)


if __name__ == "__main__":
    sys.exit(main())

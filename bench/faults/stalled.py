"""
Every stalled case is told, and none that is not: ``make stalled CASES=10000 KILLS=20``.

A simulated city, whose planted stalls are known to the minute, is taken in by an embedded
engine in a process of its own, at a wall clock that is told to it: hour by hour, the events
of the hour and a tick. The process is killed (-9) at random instants and started anew; it
goes on at the hour it had not ended. Nothing but the clock tells of silence, so an hour lost
or done twice would show as a stall untold, or told wrongly.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import orjson

from bench.faults.command import arguments, given, line_of, scratch, told
from events.instant import HOUR, Instant, parse
from hub import simulate
from hub.embedded.engine import Engine
from hub.embedded.log import Log
from hub.loading.files import peek
from hub.proving.replay import recorded
from hub.simulation.truth import score
from hub.sqlite import Database
from tests.support.daemon import Process

_LOOK_S: Final = 0.02
_CASES_TO_PARTIES: Final = 2


def live(folder: Path) -> None:
    """Live through the hours of the city in *folder*, from the one that had not ended."""
    hours = orjson.loads((folder / "hours.json").read_bytes())
    lines = (folder / "events.ndjson").read_bytes().splitlines()
    done = folder / "done"
    number = int(done.read_text()) if done.exists() else 0
    clock = Instant(hours[number][0])
    database = Database(folder / "log.sqlite")
    engine = Engine(database, lambda: clock)
    if engine.clock() == "event":
        engine.begin()
        engine.turn_to_wall()
    for at, start, stop in hours[number:]:
        clock = Instant(at)
        engine.accept((peek(raw).department or "", raw) for raw in lines[start:stop])
        engine.tick(clock)
        number += 1
        _write(done, str(number))
    database.close()


def _write(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def run(folder: Path, cases: int, kills: int, seed: int) -> dict[str, Any]:
    """Let a city of *cases* live in *folder* through *kills* kills; return how right it was."""
    began, draw = time.monotonic(), Random(f"stalled {seed}")
    truth = _write_city(folder, cases, seed)
    hours = len(orjson.loads((folder / "hours.json").read_bytes()))
    killed = _kill(folder, sorted(draw.sample(range(1, hours - 1), kills)), draw)
    scores = score(truth, _findings(folder))
    stalled = [one for one in scores if one.rule == "stalled"]
    planted, found = sum(one.planted for one in stalled), sum(one.found for one in stalled)
    false = sum(one.false for one in stalled)
    others = sum(one.planted - one.found + one.false for one in scores if one.rule != "stalled")
    return line_of(seed, began) | {
        "stalled": True,
        "cases": cases,
        "hours": hours,
        "kills": killed,
        "planted": planted,
        "lost": planted - found,
        "twice": 0,
        "wrong": false + others,
        "false": false,
        "faults": [{"fault": "kill -9 engine", "times": killed}],
        "problems": [],
    }


def _write_city(folder: Path, cases: int, seed: int) -> dict[str, Any]:
    city = simulate.Parameters(
        parties=cases // _CASES_TO_PARTIES,
        villages=cases // 10,
        issues=cases,
        solved=cases * 7 // 8,
        seed=seed,
        faults=3,
    )
    truth = simulate.write(city, folder)
    lines = (folder / "events.ndjson").read_bytes().splitlines()
    times = [parse(orjson.loads(line)["time"]) for line in lines]
    hours = list(_hours(times, parse(truth["last_event"])))
    (folder / "hours.json").write_bytes(orjson.dumps(hours))
    return truth


def _hours(times: list[Instant], last: Instant) -> Iterator[tuple[int, int, int]]:
    """Yield (clock, first line, line after the last) of every hour, the last ending at *last*."""
    start, at = 0, times[0]
    while start < len(times) or at <= last:
        stop = start
        while stop < len(times) and times[stop] <= at:
            stop += 1
        yield at, start, stop
        start, at = stop, Instant(at + HOUR if at == last else min(at + HOUR, max(last, at + 1)))


def _kill(folder: Path, hours: list[int], draw: Random) -> int:
    """Kill the process soon after each of *hours* began; return how often it was, at the end."""
    command = [sys.executable, "-m", "bench.faults.stalled", "--live", str(folder)]
    process = Process("the engine", command, folder / "engine.log", lambda: True)
    killed = 0
    process.begin()
    for hour in hours:
        while process.pid is not None and _done(folder) < hour:
            time.sleep(_LOOK_S)
        time.sleep(draw.uniform(0, 0.1))
        if process.pid is not None:
            process.kill()
            killed += 1
        process.begin()
    while process.pid is not None:
        time.sleep(_LOOK_S)
    if process.status:
        raise RuntimeError(f"the engine fell: {process.output()}")
    return killed


def _done(folder: Path) -> int:
    done = folder / "done"
    return int(done.read_text()) if done.exists() else 0


def _findings(folder: Path) -> list[dict[str, Any]]:
    database = Database(folder / "log.sqlite")
    try:
        return list(recorded(Log(database)).values())
    finally:
        database.close()


def main() -> int:
    """Return 0 when every stall was told, at its minute, and nothing else."""
    parser = arguments("stalled", __doc__, cases=10_000, kills=20)
    parser.add_argument("--live", type=Path, help=argparse.SUPPRESS)
    asked = given(parser)
    if asked.live:
        live(asked.live)
        return 0
    with scratch("stalled") as folder:
        line = run(folder, asked.cases, asked.kills, asked.seed)
    return told(line, asked.record)


if __name__ == "__main__":
    sys.exit(main())

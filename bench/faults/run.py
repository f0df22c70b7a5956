"""
One run of the campaign: a load, faults at random instants, quiet, and the accounts.

Everything random is drawn from the run's seed. Time in the log is either the wall clock's
(workers write ticks) or follows the events (the run writes ticks while the load goes on, so
that what falls due is concluded again and again).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, Final, NamedTuple

from kafka.errors import KafkaError

from bench.faults import alerts
from bench.faults.balance import accounts, settle, tally
from bench.faults.breaking import Scene
from bench.faults.faults import CLOCKS, FAULTS, GROUPS, KILLS, group_of, unmade
from bench.faults.lab import Lab
from bench.faults.load import Publishers, draw_load
from bench.faults.parts import Parts
from bench.faults.ticking import publish_ticks
from events.instant import DAY, Instant
from hub.cluster import distributed
from hub.failure import Failure
from hub.settings import Settings

log = logging.getLogger(__name__)

_SHARE: Final = {"intake": 2, "worker": 2, "project": 1}
"""How many of each part work side by side."""
_ALERTER: Final = "alerter"
"""The folder of the one alerter, in that of its run."""
_SETTLE_S: Final = 240.0
_TICK_S: Final = 2.0
_WITHIN_S: Final = 12.0
"""When faults begin; one that is due while another lasts begins after it."""


class Plan(NamedTuple):
    """
    What a run is drawn to be: ``faults`` at seconds after the load began.

    The load is spread over ``load_s``, which is longer than the faults should take; what is left
    when they are over is sent at once.
    """

    seed: int
    short: bool
    events: int
    load_s: float
    ticks: str
    faults: tuple[tuple[float, str], ...]


def draw_plan(seed: int, short: bool, events: int, makeable: list[str]) -> Plan:
    """
    Return the plan of *seed*: three faults or five, from those *makeable* here.

    One of each group, kills of parts twice as often as others, then any.
    """
    draw = Random(f"plan {seed}")
    count, load_s = (3, 60.0) if short else (5, 400.0)
    names = [draw.choice(group) for group in _groups(makeable)]
    names += draw.choices(makeable, k=count - len(names))
    draw.shuffle(names)
    times = sorted(draw.uniform(1, _WITHIN_S) for _ in names)
    ticks = draw.choice(("wall", "events"))
    return Plan(seed, short, events, load_s, ticks, tuple(zip(times, names, strict=True)))


def _groups(makeable: list[str]) -> list[list[str]]:
    weighed = makeable + [name for name in makeable if name in KILLS]
    groups = [[name for name in weighed if group_of(name) == n] for n in range(len(GROUPS))]
    return [group for group in groups if group]


def run(lab: Lab, plan: Plan, folder: Path, broken: str = "") -> dict[str, Any]:
    """Carry *plan* out and return its line of the record."""
    began = time.monotonic()
    draw = Random(f"run {plan.seed}")
    lab.clear()
    load = draw_load(plan.events, draw)
    departments = sorted({one.department for one in load} - {"hub"})
    load[:0] = alerts.registered(departments, load[0].time)
    distributed.create_topics(Settings(kafka=lab.bootstrap), departments)
    with ExitStack() as stack:
        receiver = stack.enter_context(alerts.receiving())
        alerts.prepare(folder / _ALERTER, departments, receiver.url)
        parts = _started(lab, plan, folder, broken)
        stack.callback(parts.end)
        publishers = Publishers(lab.bootstrap, load, plan.load_s)
        settle(lab, _SETTLE_S)  # parts that have not begun cannot be disturbed
        prepared_s = time.monotonic() - began
        done = _broken_at_times(Scene(lab, parts, draw, plan.short, receiver), plan, publishers)
        broken_s = time.monotonic() - began - prepared_s
        document, recovered_s = _balanced(lab, plan, parts, publishers, folder, receiver.heard)
    line = _line(plan, done, document, recovered_s, publishers, parts, began)
    heard = receiver.heard
    told = {"alerts": len({one.key for one in heard}), "alerts_received": len(heard)}
    times = {"prepared_s": round(prepared_s, 1), "broken_s": round(broken_s, 1)}
    return line | told | times


def _started(lab: Lab, plan: Plan, folder: Path, broken: str) -> Parts:
    clocks = {CLOCKS[name] for _, name in plan.faults if name in CLOCKS}
    parts = Parts(lab.environment, folder, broken, clocks)
    for kind, count in _SHARE.items():
        for _ in range(count):
            parts.add(
                kind, *(("--no-ticks",) if (kind, plan.ticks) == ("worker", "events") else ())
            )
    parts.add("alert", "run", data=folder / _ALERTER)
    return parts


def _broken_at_times(scene: Scene, plan: Plan, publishers: Publishers) -> list[dict[str, Any]]:
    """Let the load go on and break what the plan says; return what was done, and when."""
    publishers.start()
    ended = Event()
    ticking = Thread(target=_tick, args=(scene.lab, publishers, ended), daemon=True)
    if plan.ticks == "events":
        ticking.start()
    try:
        done = list(_made(scene, plan))
        scene.lab.heal()
        scene.parts.heal()
        publishers.hurry()
        if not publishers.join(_SETTLE_S):
            raise TimeoutError("the publishers could not send: no broker took their events")
    finally:
        ended.set()
    if ticking.is_alive():
        ticking.join()
    return done


def _made(scene: Scene, plan: Plan) -> Iterator[dict[str, Any]]:
    """Make the faults at their times; yield what was made, and when."""
    began = time.monotonic()
    for at, name in plan.faults:
        time.sleep(max(0.0, began + at - time.monotonic()))
        started = round(time.monotonic() - began, 1)
        log.info("%5.1f s: %s", started, name)
        FAULTS[name](scene)
        yield {"fault": name, "at": started}


def _tick(lab: Lab, publishers: Publishers, ended: Event) -> None:
    while not ended.wait(_TICK_S):
        if publishers.sent_to:
            with suppress(KafkaError):
                publish_ticks(lab.bootstrap, publishers.sent_to)


def _balanced(
    lab: Lab,
    plan: Plan,
    parts: Parts,
    publishers: Publishers,
    folder: Path,
    heard: list[alerts.Heard],
) -> tuple[dict[str, Any], float]:
    """Wait for quiet and balance the accounts; return them, and how long the hub took to settle."""
    began = time.monotonic()
    try:
        if plan.ticks == "events":
            settle(lab, _SETTLE_S)
            publish_ticks(lab.bootstrap, Instant(publishers.sent_to + 30 * DAY))
        ends = settle(lab, _SETTLE_S)
        alerts.settle(folder / _ALERTER, ends, _SETTLE_S)
        recovered_s = time.monotonic() - began
        parts.end()
        return accounts(lab, publishers, ends, folder, heard), recovered_s
    except Failure as failure:
        problem = {"code": "not-settled", "where": str(failure.values), "what": failure.key}
        return {"problems": [problem], "disagreements": 1, "figures": {}}, _SETTLE_S


def _line(
    plan: Plan,
    done: list[dict[str, Any]],
    document: dict[str, Any],
    recovered_s: float,
    publishers: Publishers,
    parts: Parts,
    began: float,
) -> dict[str, Any]:
    return {
        "seed": plan.seed,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "short": plan.short,
        "ticks": plan.ticks,
        "seconds": round(time.monotonic() - began, 1),
        "acknowledged": len(publishers.acknowledged),
        "poison": len(publishers.poison),
        "figures": document["figures"],
        "faults": done,
        "came_back": parts.came_back,
        "recovered_s": round(recovered_s, 1),
        **tally(document),
        "problems": document["problems"][:5],
    }


def makeable(lab: Lab) -> list[str]:
    """Return the names of the faults that can be made on this machine."""
    return [name for name in FAULTS if name not in unmade(lab)]

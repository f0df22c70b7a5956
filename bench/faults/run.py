"""
One run of the campaign: a load, faults at random instants, quiet, and the accounts.

Everything random is drawn from the run's seed. Time in the log is either the wall clock's
(workers write ticks) or follows the events (the run writes ticks while the load goes on, so
that what falls due is concluded again and again).
"""

from __future__ import annotations

import time
from contextlib import ExitStack, nullcontext
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from bench.faults import alerts
from bench.faults.balance import accounts, rested, tally, unrested
from bench.faults.breaking import Scene, made
from bench.faults.command import line_of
from bench.faults.faults import CLOCKS, FAULTS, GROUPS, KILLS, group_of, unmade
from bench.faults.lab import Lab
from bench.faults.load import Publishers, draw_load
from bench.faults.parts import Parts
from bench.faults.ticking import ticking
from events.kafka import Connection
from hub.cluster import distributed
from hub.cluster.standing import settled
from hub.failure import Failure
from hub.settings import Settings

_SHARE: Final = {"intake": 2, "worker": 2, "project": 1}
"""How many of each part work side by side."""
_ALERTER: Final = "alerter"
"""The folder of the one alerter, in that of its run."""
_SETTLE_S: Final = 240.0
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
        settled(
            Connection(lab.bootstrap), _SETTLE_S
        )  # parts that have not begun cannot be disturbed
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
    began = time.monotonic()
    follows = ticking(scene.lab.bootstrap, lambda: publishers.sent_to)
    with follows if plan.ticks == "events" else nullcontext():
        done = list(made(scene, FAULTS, plan.faults))
        scene.lab.heal()
        scene.parts.heal()
        publishers.hurry()
        if not publishers.join(_SETTLE_S):
            raise TimeoutError("the publishers could not send: no broker took their events")
    return [{"fault": one.name, "at": round(one.began - began, 1)} for one in done]


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
    sent_to = publishers.sent_to if plan.ticks == "events" else None
    try:
        ends = rested(lab, folder / _ALERTER, _SETTLE_S, sent_to)
    except Failure as failure:
        return unrested(failure), _SETTLE_S
    recovered_s = time.monotonic() - began
    parts.end()
    return accounts(lab, publishers, ends, folder, heard), recovered_s


def _line(
    plan: Plan,
    done: list[dict[str, Any]],
    document: dict[str, Any],
    recovered_s: float,
    publishers: Publishers,
    parts: Parts,
    began: float,
) -> dict[str, Any]:
    return line_of(plan.seed, began) | {
        "short": plan.short,
        "ticks": plan.ticks,
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

"""
Everything at once: ``make everything``.

A city of Jinhua's size lives its year in half an hour on three brokers, a ClickHouse server, two
intakes, two workers, a projector, an alerter and a gateway with its pages. Its departments,
officers and parties are registered first; then some thirty events a second come, spoilt as in any
run of the campaign, and time in the log follows them. Once a minute something breaks, a fault of
the campaign or the gateway itself, each as often as any other; meanwhile a person clicks through
the pages in a browser. At the end the accounts must balance as in any run of the campaign: events,
receipts, findings, warehouse, alerts. And no page may have failed: where it could not answer, it
said so in words, and only a gateway that was taken away was not there.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, Final, NamedTuple

from kafka.errors import KafkaError

from bench.faults import alerts, breaking
from bench.faults.balance import accounts, tally
from bench.faults.breaking import Fault, Scene
from bench.faults.command import arguments, given, line_of, scratch, told
from bench.faults.faults import CLOCKS, FAULTS, unmade
from bench.faults.lab import Lab, open_lab
from bench.faults.load import Publishers, Sent, draw_city, read, spoilt
from bench.faults.parts import Parts
from bench.faults.person import Asked, Person, figures
from bench.faults.recovering import Recovery
from bench.faults.ticking import publish_ticks
from events.instant import DAY, Instant
from events.kafka import Connection
from hub.cluster import distributed
from hub.cluster.standing import settled
from hub.failure import Failure
from hub.gateway.keyring import Caller, open_keyring
from hub.settings import Settings
from hub.simulate import JINHUA, START, simulate
from hub.simulation.writing import at
from tests.support.daemon import free_port, listens
from tests.support.waiting import wait_until

log = logging.getLogger(__name__)

ALL: Final[dict[str, Fault]] = {
    **FAULTS,
    "kill -9 gateway": breaking.killed("gateway"),
    "SIGSTOP gateway": breaking.paused("gateway"),
}
_CITY: Final = replace(JINHUA, programme=replace(JINHUA.programme, officers=4_000))
"""Jinhua's city with a tenth of its officers: each of them goes to every partition."""
_SHARE: Final = {"intake": 2, "worker": 2, "project": 1}
_DISKS: Final = ("2g", "2g")
_MINUTE_S: Final = 60.0
_YEAR_MIN: Final = 30
_WITHIN_S: Final = 10.0
"""A fault begins in the first seconds of its minute, unless the one before still lasts."""
_TICK_S: Final = 2.0
_SETTLE_S: Final = 900.0
_RICH: Final = 1_000_000_000
_GRACE_S: Final = 30.0
"""A gateway that was taken away may need that long until it answers again."""


class Plan(NamedTuple):
    """``events``: of a smaller city; 0: Jinhua's. ``faults``: (second, name), one a minute."""

    seed: int
    minutes: int
    events: int
    faults: tuple[tuple[float, str], ...]


class Made(NamedTuple):
    """A fault, and when it began and was given back (seconds of the monotonic clock)."""

    name: str
    began: float
    ended: float


def draw_plan(seed: int, minutes: int, events: int, makeable: list[str]) -> Plan:
    """Return the plan of *seed*: each fault once before any comes again."""
    draw = Random(f"everything {seed}")
    names: list[str] = []
    while len(names) < minutes:
        names += draw.sample(makeable, len(makeable))
    times = [_MINUTE_S * n + draw.uniform(0, _WITHIN_S) for n in range(minutes)]
    return Plan(seed, minutes, events, tuple(zip(times, names, strict=False)))


def draw_loads(plan: Plan, draw: Random) -> tuple[list[Sent], list[Sent]]:
    """
    Return what is registered before the year begins, and what comes then, in its order.

    Half an hour has the whole year; a shorter run the beginning of it, at the same rate.
    """
    lines = draw_city(plan.events, draw) if plan.events else simulate(_CITY).lines()
    city = [read(line) for line in lines]
    first = at(START, 0)
    base = [one for one in city if one.time < first]
    living = spoilt([one for one in city if one.time >= first], draw)
    return base, living[: len(living) * min(plan.minutes, _YEAR_MIN) // _YEAR_MIN]


def run(lab: Lab, plan: Plan, folder: Path) -> dict[str, Any]:
    """Carry *plan* out and return its line of the record."""
    began, draw = time.monotonic(), Random(f"run {plan.seed}")
    lab.clear()
    base, living = draw_loads(plan, draw)
    departments = sorted({one.department for one in (*base, *living)} - {"hub"})
    base[:0] = alerts.registered(departments, base[0].time)
    distributed.create_topics(Settings(kafka=lab.bootstrap), departments)
    with ExitStack() as stack:
        receiver = stack.enter_context(alerts.receiving())
        data, port = folder / "alerter", free_port()
        alerts.prepare(data, departments, receiver.url)
        parts = _started(lab, folder, data, port)
        stack.callback(parts.end)
        registered = _registered(lab, base)
        log.info("%d registered in %.0f s", len(base), time.monotonic() - began)
        person = Person(f"http://127.0.0.1:{port}", _key(data), draw)
        wait_until(lambda: listens(port), "the gateway to listen", 120)
        person.start()
        prepared_s = time.monotonic() - began
        publishers = Publishers(lab.bootstrap, living, _MINUTE_S * plan.minutes)
        scene = Scene(lab, parts, draw, True, receiver)
        done, recovery = _lived(scene, plan, publishers, person)
        lived_s = time.monotonic() - began - prepared_s
        publishers.acknowledged |= registered.acknowledged
        document, rested_s = _balanced(lab, parts, publishers, folder, receiver.heard)
    ends = [_fault(one, recovery.seconds.get(one.name)) for one in done]
    wrong = astray(person.asked, done)
    heard = receiver.heard
    problems = [*document["problems"], *wrong]
    counts = tally(document)
    return line_of(plan.seed, began) | {
        "everything": plan.minutes,
        "city": plan.events or "Jinhua",
        "prepared_s": round(prepared_s, 1),
        "lived_s": round(lived_s, 1),
        "rested_s": round(rested_s, 1),
        "registered": len(registered.acknowledged),
        "acknowledged": len(publishers.acknowledged),
        "rate": round(len(living) / lived_s, 1),
        "poison": len(publishers.poison),
        "figures": document["figures"],
        "faults": ends,
        "came_back": parts.came_back,
        "alerts": len({one.key for one in heard}),
        "alerts_received": len(heard),
        "pages": figures(person.asked),
        "lost": counts["lost"],
        "twice": counts["twice"],
        "wrong": counts["wrong"] + len(wrong),
        "codes": _codes(problems),
        "problems": problems[:10],
    }


def _codes(problems: list[dict[str, Any]]) -> dict[str, int]:
    codes = [problem["code"] for problem in problems]
    return {code: codes.count(code) for code in sorted(set(codes))}


def _fault(made: Made, recovered_s: float | None) -> dict[str, Any]:
    lasted = round(made.ended - made.began, 1)
    return {"fault": made.name, "lasted_s": lasted, "recovered_s": recovered_s}


def astray(asked: list[Asked], made: list[Made]) -> list[dict[str, str]]:
    """Return the pages that failed: wrong, late, or not there although nobody took the gateway."""
    gone = [(one.began, one.ended + _GRACE_S) for one in made if "gateway" in one.name]
    return [
        {"code": f"page-{one.end}", "where": one.path, "what": one.detail}
        for one in asked
        if one.end in {"wrong", "late"}
        or (one.end == "unreached" and not any(a <= one.at + one.seconds and one.at <= b
                                               for a, b in gone))
    ]  # fmt: skip


def _started(lab: Lab, folder: Path, data: Path, port: int) -> Parts:
    environment = lab.environment | {"FAULTS_HTTP": lab.server.http}
    parts = Parts(environment, folder, "", set(CLOCKS.values()))
    for kind, count in _SHARE.items():
        for _ in range(count):
            parts.add(kind, *(("--no-ticks",) if kind == "worker" else ()))
    parts.add("alert", "run", data=data)
    parts.add("gateway", "--http", str(port), data=data)
    return parts


def _key(data: Path) -> str:
    """Return the key of a person who may see everything and change nothing."""
    with open_keyring(data) as keyring:
        return keyring.make(Caller("somebody", "", "analyst", _RICH))


def _registered(lab: Lab, base: list[Sent]) -> Publishers:
    """Send *base* as fast as it is taken and wait until every part has done it."""
    publishers = Publishers(lab.bootstrap, base, 1.0)
    publishers.hurry()
    publishers.start()
    if not publishers.join(_SETTLE_S):
        raise TimeoutError("the city could not be registered")
    publish_ticks(lab.bootstrap, publishers.sent_to)
    settled(Connection(lab.bootstrap), _SETTLE_S)
    return publishers


def _lived(
    scene: Scene, plan: Plan, publishers: Publishers, person: Person
) -> tuple[list[Made], Recovery]:
    """Let the year go by and break what the plan says; return what was broken, all given back."""
    recovery = Recovery(Connection(scene.lab.bootstrap))
    recovery.start()
    publishers.start()
    done: list[Made] = []
    with _ticking(scene.lab, publishers):
        for one in _made(scene, plan):
            recovery.given_back(one.name)
            done.append(one)
            log.info("%s", _progress(one, publishers, recovery, person, scene))
        scene.lab.heal()
        scene.parts.heal()
        if not publishers.join(_MINUTE_S):
            publishers.hurry()
        if not publishers.join(_SETTLE_S):
            raise TimeoutError("the publishers could not send: no broker took their events")
    person.end()
    recovery.end()
    return done, recovery


def _made(scene: Scene, plan: Plan) -> Iterator[Made]:
    """Make the faults at their times; yield each when it was given back."""
    began = time.monotonic()
    for due, name in plan.faults:
        time.sleep(max(0.0, began + due - time.monotonic()))
        log.info("%5.1f s: %s", time.monotonic() - began, name)
        started = time.monotonic()
        ALL[name](scene)
        yield Made(name, started, time.monotonic())


def _progress(
    made: Made, publishers: Publishers, recovery: Recovery, person: Person, scene: Scene
) -> str:
    told = figures(person.asked)
    return (
        f"        given back after {made.ended - made.began:.0f} s; "
        f"{len(publishers.acknowledged)} acknowledged, {recovery.behind} to be done; pages: "
        f"{told['shown']} of {told['asked']} shown, {told['told']} told, {told['unreached']} "
        f"unreached, {told['wrong'] + told['late']} failed, slowest {told['slowest_s']} s; "
        f"{len(scene.receiver.heard)} alerts; {scene.parts.came_back} came back"
    )


@contextmanager
def _ticking(lab: Lab, publishers: Publishers) -> Iterator[None]:
    """Write ticks while the body runs: time in the log follows what was sent."""
    ended = Event()

    def tick() -> None:
        while not ended.wait(_TICK_S):
            if publishers.sent_to:
                with suppress(KafkaError):
                    publish_ticks(lab.bootstrap, publishers.sent_to)

    thread = Thread(target=tick, name="ticks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _balanced(
    lab: Lab, parts: Parts, publishers: Publishers, folder: Path, heard: list[alerts.Heard]
) -> tuple[dict[str, Any], float]:
    """Wait for rest and balance the accounts; return them, and how long the hub took to rest."""
    began, connection = time.monotonic(), Connection(lab.bootstrap)
    try:
        settled(connection, _SETTLE_S)
        publish_ticks(lab.bootstrap, Instant(publishers.sent_to + 30 * DAY))
        ends = settled(connection, _SETTLE_S)
        alerts.settle(folder / "alerter", ends, _SETTLE_S)
    except Failure as failure:
        problem = {"code": "not-settled", "where": str(failure.values), "what": failure.key}
        return {"problems": [problem], "disagreements": 1, "figures": {}}, _SETTLE_S
    rested_s = time.monotonic() - began
    log.info("at rest after %.0f s; balancing the accounts", rested_s)
    parts.end()
    return accounts(lab, publishers, ends, folder, heard), rested_s


def main() -> int:
    """Return 0 when the accounts balance and every page was there or said why not."""
    parser = arguments("everything", __doc__, minutes=30, events=0)
    parser.add_argument("--only", action="append", choices=tuple(ALL), help="draw from these alone")
    parser.add_argument("--json", action="store_true", help="print the whole line of the record")
    parser.add_argument("--keep", action="store_true", help="keep the files of the parts")
    asked = given(parser)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with scratch("everything") as folder, open_lab(folder, _DISKS) as lab:
        inside = folder / "parts"
        inside.mkdir()
        try:
            line = run(lab, _plan(lab, asked), inside)
        finally:
            if asked.keep:
                kept = Path(f"{folder}-kept")
                inside.rename(kept)
                print(f"kept: {kept}")
    return told(line, asked.record, **({} if asked.json else {"figures": len(line["figures"])}))


def _plan(lab: Lab, asked: argparse.Namespace) -> Plan:
    missing = unmade(lab)
    for name, reason in missing.items():
        print(f"not made here: {name}: {reason}")
    makeable = asked.only or [name for name in ALL if name not in missing]
    return draw_plan(asked.seed, asked.minutes, asked.events, makeable)


if __name__ == "__main__":
    sys.exit(main())

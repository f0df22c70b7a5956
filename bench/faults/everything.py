"""
Everything at once: ``make everything``.

A city of Jinhua's size lives its year in half an hour on three brokers, a ClickHouse server, two
intakes, two workers, a projector, an alerter and a gateway with its pages. Its departments,
officers and parties are registered first; then some thirty-five events a second come, spoilt as in
any run of the campaign, and time in the log follows them. Once a minute something breaks, a fault
of the campaign or the gateway itself, each as often as any other; meanwhile a person clicks through
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
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from bench.faults import alerts
from bench.faults.balance import accounts, rested, tally, unrested
from bench.faults.breaking import Made, Scene, made
from bench.faults.command import arguments, given, line_of, scratch, told
from bench.faults.faults import CLOCKS, unmade
from bench.faults.lab import Lab, open_lab
from bench.faults.load import Publishers, Sent
from bench.faults.parts import Parts
from bench.faults.person import Asked, Person, figures
from bench.faults.recovering import Recovery
from bench.faults.ticking import publish_ticks, ticking
from bench.faults.year import ALL, MINUTE_S, Plan, draw_loads, draw_plan
from events.kafka import Connection
from hub.cluster import distributed
from hub.cluster.standing import settled
from hub.failure import Failure
from hub.gateway.keyring import Caller, open_keyring
from hub.settings import Settings
from tests.support.daemon import free_port

log = logging.getLogger(__name__)

_SHARE: Final = {"intake": 2, "worker": 2, "project": 1}
_DISKS: Final = ("2g", "2g")
_ALERTER: Final = "alerter"
"""The folder that alerter and gateway share, in that of the parts."""
_SETTLE_S: Final = 900.0
_RICH: Final = 1_000_000_000
_GRACE_S: Final = 60.0
"""A gateway that was taken away may need that long, on two busy cores, until it answers again."""


class Lived(NamedTuple):
    """What became of a year: what was sent, seen, broken, and how long each part of it took."""

    rate: float
    registered: int
    publishers: Publishers
    asked: list[Asked]
    made: list[Made]
    recovered_s: dict[str, float]
    prepared_s: float
    lived_s: float


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
        alerts.prepare(folder / _ALERTER, departments, receiver.url)
        port = free_port()
        parts = _started(lab, folder, port)
        stack.callback(parts.end)
        person = Person(f"http://127.0.0.1:{port}", _key(folder / _ALERTER), plan.seed)
        scene = Scene(lab, parts, draw, True, receiver)
        lived = _lived(scene, plan, (base, living), person)
        document, rested_s = _balanced(lab, parts, lived.publishers, folder, receiver.heard)
    heard = receiver.heard
    return line_of(plan.seed, began) | {
        "everything": plan.minutes,
        "city": plan.events or "Jinhua",
        "rested_s": round(rested_s, 1),
        "came_back": parts.came_back,
        "alerts": len({one.key for one in heard}),
        "alerts_received": len(heard),
        **_sent(lived),
        **_judged(lived, document),
    }


def _sent(lived: Lived) -> dict[str, Any]:
    return {
        "prepared_s": round(lived.prepared_s, 1),
        "lived_s": round(lived.lived_s, 1),
        "registered": lived.registered,
        "acknowledged": len(lived.publishers.acknowledged),
        "rate": lived.rate,
        "poison": len(lived.publishers.poison),
        "faults": [_fault(one, lived.recovered_s.get(one.name)) for one in lived.made],
        "pages": figures(lived.asked),
    }


def _fault(made: Made, recovered_s: float | None) -> dict[str, Any]:
    lasted = round(made.ended - made.began, 1)
    return {"fault": made.name, "lasted_s": lasted, "recovered_s": recovered_s}


def _judged(lived: Lived, document: dict[str, Any]) -> dict[str, Any]:
    failed = astray(lived.asked, lived.made)
    problems = [*document["problems"], *failed]
    codes = [problem["code"] for problem in problems]
    counts = tally(document)
    return counts | {
        "wrong": counts["wrong"] + len(failed),
        "figures": document["figures"],
        "codes": {code: codes.count(code) for code in sorted(set(codes))},
        "problems": problems[:10],
    }


def astray(asked: list[Asked], made: list[Made]) -> list[dict[str, str]]:
    """Return the pages that failed: wrong, late, or not there although nobody took the gateway."""
    gone = [(one.began, one.ended + _GRACE_S) for one in made if "gateway" in one.name]
    return [
        {"code": f"page-{one.end}", "where": one.path, "what": one.detail}
        for one in asked
        if one.end in {"wrong", "late"} or (one.end == "unreached" and not _within(one, gone))
    ]


def _within(one: Asked, times: list[tuple[float, float]]) -> bool:
    return any(first <= one.at + one.seconds and one.at <= last for first, last in times)


def _started(lab: Lab, folder: Path, port: int) -> Parts:
    environment = lab.environment | {"FAULTS_HTTP": lab.server.http}
    parts = Parts(environment, folder, "", set(CLOCKS.values()))
    for kind, count in _SHARE.items():
        for _ in range(count):
            parts.add(kind, *(("--no-ticks",) if kind == "worker" else ()))
    parts.add("alert", "run", data=folder / _ALERTER)
    parts.add("gateway", "--http", str(port), data=folder / _ALERTER)
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


def _lived(scene: Scene, plan: Plan, loads: tuple[list[Sent], list[Sent]], person: Person) -> Lived:
    """Register the city, let its year go by, and break what the plan says, all given back."""
    began = time.monotonic()
    base, living = loads
    registered = _registered(scene.lab, base)
    log.info("%d registered in %.0f s", len(base), time.monotonic() - began)
    person.start()
    recovery = Recovery(Connection(scene.lab.bootstrap))
    recovery.start()
    publishers = Publishers(scene.lab.bootstrap, living, MINUTE_S * plan.minutes)
    begun = time.monotonic()
    publishers.start()
    done: list[Made] = []
    with ticking(scene.lab.bootstrap, lambda: publishers.sent_to):
        for one in made(scene, ALL, plan.faults):
            recovery.given_back(one.name)
            done.append(one)
            log.info("%s", _progress(one, publishers, recovery, person, scene))
        _all_sent(scene, publishers)
    lived_s = time.monotonic() - begun
    person.end()
    recovery.end()
    publishers.acknowledged |= registered.acknowledged
    rate = round(len(living) / lived_s, 1)
    count, prepared_s = len(registered.acknowledged), begun - began
    return Lived(rate, count, publishers, person.asked, done, recovery.seconds, prepared_s, lived_s)


def _all_sent(scene: Scene, publishers: Publishers) -> None:
    """Let everything stand again, and wait until the load is over."""
    scene.lab.heal()
    scene.parts.heal()
    if not publishers.join(MINUTE_S):
        publishers.hurry()
    if not publishers.join(_SETTLE_S):
        raise TimeoutError("the publishers could not send: no broker took their events")


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


def _balanced(
    lab: Lab, parts: Parts, publishers: Publishers, folder: Path, heard: list[alerts.Heard]
) -> tuple[dict[str, Any], float]:
    """Wait for rest and balance the accounts; return them, and how long the hub took to rest."""
    began = time.monotonic()
    try:
        ends = rested(lab, folder / _ALERTER, _SETTLE_S, publishers.sent_to)
    except Failure as failure:
        return unrested(failure), _SETTLE_S
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

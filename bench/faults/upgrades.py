"""
Upgrades under load: ``make upgrades``.

Two workers of the version before (``bench.faults.older``) fold the load of a simulated city on a
real broker, an intake, a projector and an alerter beside them. In the middle of it they are
replaced by today's, one after the other, so that both versions work side by side for a while, and
one of the new ones is killed. Where ``both`` format and rules are others, the old ones are killed
too: what they said, only the log knows. At rest the accounts must balance as in any run of the
campaign: what the version before concluded and this one does not is taken back. Another number of
partitions is one of the upgrades (``bench.faults.parting``).
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.faults import alerts, parting
from bench.faults.balance import accounts, rested, tally
from bench.faults.command import arguments, given, line_of, told
from bench.faults.load import Publishers, Sent, draw_load
from bench.faults.older import KINDS
from bench.faults.parts import Parts
from bench.faults.stand import Stand, standing
from bench.faults.ticking import publish_ticks
from events.kafka import Connection
from hub.cluster import distributed
from hub.cluster.standing import settled
from hub.settings import Settings

_WORKERS: Final = 2
_SETTLE_S: Final = 240.0
_SIDE_BY_SIDE_S: Final = 5.0


def run(stand: Stand, folder: Path, kind: str, events: int, seed: int) -> dict[str, Any]:
    """Upgrade from the version *kind* names under a load of *events*; return the line."""
    began, draw = time.monotonic(), Random(f"upgrade {seed}")
    load = draw_load(events, draw)
    departments = sorted({one.department for one in load} - {"hub"})
    load[:0] = alerts.registered(departments, load[0].time)
    distributed.create_topics(Settings(kafka=stand.bootstrap), departments)
    with ExitStack() as stack:
        receiver = stack.enter_context(alerts.receiving())
        alerts.prepare(folder / "alerter", departments, receiver.url)
        parts = Parts(stand.environment, folder, "", ())
        stack.callback(parts.end)
        if kind in parting.KINDS:
            publishers, said = parting.parted(stand, parts, folder, kind, load, draw)
        else:
            publishers, said = _upgraded(stand, parts, folder, kind, load, draw), {}
        ends = rested(stand, folder / "alerter", _SETTLE_S, publishers.sent_to)
        parts.end()
        document = accounts(stand, publishers, ends, folder, receiver.heard)
        if kind in parting.KINDS:
            document = _with(document, parting.chain(stand, folder))
    return line_of(seed, began) | {
        "upgrade": kind,
        **said,
        "acknowledged": len(publishers.acknowledged),
        "figures": document["figures"],
        "came_back": parts.came_back,
        "faults": [],
        **tally(document),
        "problems": document["problems"][:5],
    }


def _with(document: dict[str, Any], chain: dict[str, Any]) -> dict[str, Any]:
    """Return *document* with what is wrong with the notary's *chain*."""
    return {
        **document,
        "problems": [*chain["problems"], *document["problems"]],
        "disagreements": document["disagreements"] + chain["disagreements"],
        "figures": document["figures"] | chain["figures"],
    }


def _upgraded(
    stand: Stand, parts: Parts, folder: Path, kind: str, load: list[Sent], draw: Random
) -> Publishers:
    """Replace the workers while *load* is sent; return its publishers, all of it acknowledged."""
    connection = Connection(stand.bootstrap)
    parts.add("intake")
    parts.add("project")
    parts.add("alert", "run", data=folder / "alerter")
    old = [parts.add("worker", "--no-ticks", older=kind) for _ in range(_WORKERS)]
    settled(connection, _SETTLE_S)
    publishers = Publishers(stand.bootstrap, load, 2 * _SIDE_BY_SIDE_S * (_WORKERS + 1))
    publishers.start()
    time.sleep(_SIDE_BY_SIDE_S)
    publish_ticks(stand.bootstrap, publishers.sent_to)
    for worker in old:
        worker.kill() if kind == "both" else worker.stop()
        parts.all.remove(worker)
        new = parts.add("worker", "--no-ticks")
        time.sleep(_SIDE_BY_SIDE_S)
        publish_ticks(stand.bootstrap, publishers.sent_to)
    new.kill()
    time.sleep(draw.uniform(0, 2))
    new.start()
    publishers.hurry()
    if not publishers.join(_SETTLE_S):
        raise TimeoutError("the publishers could not send")
    return publishers


def main() -> int:
    """Return 0 when the accounts of every upgrade balance."""
    parser = arguments("upgrades", __doc__, events=8_500)
    parser.add_argument("--only", choices=(*KINDS, *parting.KINDS), action="append")
    asked = given(parser)
    return max(
        told(_one(kind, asked), asked.record) for kind in asked.only or (*KINDS, *parting.KINDS)
    )


def _one(kind: str, asked: argparse.Namespace) -> dict[str, Any]:
    with standing("upgrade") as (stand, folder):
        return run(stand, folder, kind, asked.events, asked.seed)


if __name__ == "__main__":
    sys.exit(main())

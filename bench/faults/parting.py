"""
Another number of partitions under load: ``make upgrades`` with ``--only partitions``, and more.

The parts of a cluster work under the load of a simulated city; ``hub repartition`` gives both
journals six partitions instead of four. In a step that is drawn something happens:

* ``partitions``: the command is killed (kill -9) and given again.
* ``partitions-rules``: so are the workers, which were of a version with other detectors
  (``bench.faults.older``); today's come in their place.
* ``partitions-servers``: the broker and ClickHouse are killed, and come back after seconds.

Departments go on sending all the while; parts end and begin as their supervisor lets them. The
notary swears before and after, and its chain must hold through the change.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.faults.load import Publishers, Sent
from bench.faults.parts import Parts
from bench.faults.stand import Stand
from bench.faults.ticking import publish_ticks
from events import topics
from events.kafka import Connection
from hub.cluster.generations import read_state
from hub.cluster.kafka_journal import KafkaJournal
from hub.cluster.standing import settled
from hub.generations.state import State
from hub.notary.office import Files, checked, sworn
from tests.support.daemon import Process
from tests.support.waiting import wait_until

RULES: Final = "partitions-rules"
SERVERS: Final = "partitions-servers"
KINDS: Final = ("partitions", RULES, SERVERS)
COUNTS: Final = {topics.JOURNAL_VISITS: 6, topics.JOURNAL_CASES: 6}
_WORKERS: Final = 2
_SETTLE_S: Final = 240.0
_BEFORE_S: Final = 10.0
_LOAD_S: Final = 180.0
_GIVEN: Final = 5
"""How often the command may be given until it has done all."""
_KILLED: Final[dict[str, Callable[[State], bool]]] = {
    "halting": lambda state: state.step == "halting",
    "copying": lambda state: state.step == "copying" and not state.cut,
    "copying with a cut": lambda state: bool(state.cut) and state.step == "copying",
    "folding": lambda state: state.step == "folding",
}
"""In which step the command is killed: the copying itself is one of them."""


def parted(
    stand: Stand, parts: Parts, folder: Path, kind: str, load: list[Sent], draw: Random
) -> tuple[Publishers, dict[str, Any]]:
    """
    Change the number of partitions while *load* is sent, and let happen what *kind* says.

    Return its publishers, all of it acknowledged, and what the line of the run says of it.
    """
    connection = Connection(stand.bootstrap)
    _began(parts, folder, "rules" if kind == RULES else "")
    settled(connection, _SETTLE_S)
    publishers = Publishers(stand.bootstrap, load, _LOAD_S)
    publishers.start()
    time.sleep(_BEFORE_S)
    publish_ticks(stand.bootstrap, publishers.sent_to)
    _swear(connection, folder)
    step, command = draw.choice(sorted(_KILLED)), _command(stand, folder)
    command.begin()
    wait_until(lambda: _reached(command, _KILLED[step], connection), f"step {step}", _SETTLE_S)
    time.sleep(draw.uniform(0, 1))
    before, killed_in = len(publishers.acknowledged), read_state(connection).step
    _break(stand, parts, kind, command, draw)
    given = _done(command)
    publishers.hurry()
    if not publishers.join(_SETTLE_S):
        raise TimeoutError("the publishers could not send")
    after = len(publishers.acknowledged) - before
    return publishers, {"killed_in": killed_in, "given": given, "sent_after_the_kill": after}


def _break(stand: Stand, parts: Parts, kind: str, command: Process, draw: Random) -> None:
    """Let happen what *kind* says, and give back what was taken."""
    if kind != SERVERS:
        command.kill()
    if kind == RULES:
        for worker in parts.of("worker"):
            worker.kill()
            parts.all.remove(worker)
            parts.add("worker", "--no-ticks")
    if kind == SERVERS:
        for server in (stand.broker, stand.server.daemon):
            server.kill()
        time.sleep(draw.uniform(1, 6))
        for server in (stand.broker, stand.server.daemon):
            server.start()


def _done(command: Process) -> int:
    """Give *command* until it has done all; return how often it was given."""
    for given in range(1, _GIVEN + 1):
        wait_until(lambda: command.pid is None, "the new generation to be live", _SETTLE_S)
        if not command.status:
            return given
        command.begin()
    command.kill()
    raise RuntimeError(f"hub repartition: {command.output()}")


def chain(stand: Stand, folder: Path) -> dict[str, Any]:
    """Return what is not as the notary swore to, before the change and behind it."""
    connection = Connection(stand.bootstrap)
    _swear(connection, folder)
    with KafkaJournal(connection) as journal:
        return checked(journal, _files(folder), "")


def _began(parts: Parts, folder: Path, older: str) -> None:
    parts.add("intake")
    parts.add("project")
    parts.add("alert", "run", data=folder / "alerter")
    for _ in range(_WORKERS):
        parts.add("worker", "--no-ticks", older=older)


def _command(stand: Stand, folder: Path) -> Process:
    numbers = [f"--partitions={topic}={count}" for topic, count in COUNTS.items()]
    command = [sys.executable, "-m", "hub", "repartition", "--cluster", *numbers]
    log = folder / "repartition.log"
    return Process("repartition", command, log, lambda: True, stand.environment)


def _reached(command: Process, step: Callable[[State], bool], connection: Connection) -> bool:
    """Tell whether *step* is reached; one that is over in a moment may be missed."""
    return command.pid is None or step(read_state(connection))


def _swear(connection: Connection, folder: Path) -> None:
    with KafkaJournal(connection) as journal:
        sworn(journal, _files(folder))


def _files(folder: Path) -> Files:
    return Files(folder / "anchors.jsonl", folder / "notary.pem")

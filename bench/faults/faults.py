"""
The faults of the campaign: each breaks something for a while, and lets it go.

``FAULTS`` names them all. A fault is a function of the run's ``Scene``; it returns when what it
broke is given back (healing may go on). Where a fault cannot be made on this machine,
``unmade`` says why: the table leaves its line blank.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from random import Random
from threading import Event
from typing import Final, NamedTuple

from bench.faults.alerts import Receiver
from bench.faults.lab import Lab
from bench.faults.parts import Part, Parts, faketime
from bench.faults.proxy import Step

_HOUR_S: Final = 3600
_JOINS: Final = 3
_WATCH_S: Final = 10.0


class Scene(NamedTuple):
    """What a fault may touch. ``short``: pauses are as short as still makes a difference."""

    lab: Lab
    parts: Parts
    draw: Random
    short: bool
    receiver: Receiver

    def one_of(self, kind: str) -> Part:
        return self.draw.choice(self.parts.of(kind))

    @property
    def pause_s(self) -> float:
        """Longer than a session of the group."""
        return self.draw.uniform(11, 14) if self.short else 30

    @property
    def outage_s(self) -> float:
        return self.draw.uniform(6, 12) if self.short else 300


Fault = Callable[[Scene], None]


def _killed(kind: str) -> Fault:
    def fault(scene: Scene) -> None:
        for _ in range(_JOINS):
            part = scene.one_of(kind)
            part.kill()
            time.sleep(scene.draw.uniform(0, 2))
            part.start()
            time.sleep(scene.draw.uniform(0, 5))

    return fault


def _paused(kind: str) -> Fault:
    def fault(scene: Scene) -> None:
        part = scene.one_of(kind)
        part.pause()
        time.sleep(scene.pause_s)
        part.resume()

    return fault


def _clock(kind: str) -> Fault:
    def fault(scene: Scene) -> None:
        part = scene.one_of(kind)
        part.shift_clock(scene.draw.choice((-_HOUR_S, _HOUR_S)))
        time.sleep(scene.draw.uniform(3, 6))
        part.shift_clock(0)

    return fault


def _broker_killed(scene: Scene) -> None:
    controller = scene.lab.brokers.controller()
    node = scene.draw.choice([node for node in scene.lab.brokers.nodes if node is not controller])
    node.daemon.kill()
    time.sleep(scene.draw.uniform(1, 5))
    node.daemon.start()


def _controller_killed(scene: Scene) -> None:
    node = scene.lab.brokers.controller()
    node.daemon.kill()
    time.sleep(scene.draw.uniform(1, 5))
    node.daemon.start()


def _broker_paused(scene: Scene) -> None:
    node = scene.draw.choice(scene.lab.brokers.nodes)
    _stopped(node.daemon.pid, scene.pause_s)


def _stopped(pid: int | None, seconds: float) -> None:
    if pid is not None:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(pid, signal.SIGCONT)


def _brokers_restarted(scene: Scene) -> None:
    scene.lab.brokers.stop()
    scene.lab.brokers.start()


def _brokers_killed(scene: Scene) -> None:
    scene.lab.brokers.kill()
    scene.lab.brokers.start()


def _members_come_and_go(scene: Scene) -> None:
    for _ in range(_JOINS):
        kind = scene.draw.choice(("intake", "worker", "project"))
        extra = scene.parts.add(kind, *_arguments(scene, kind))
        time.sleep(scene.draw.uniform(2, 5))
        extra.stop()
        scene.parts.all.remove(extra)


def _arguments(scene: Scene, kind: str) -> tuple[str, ...]:
    one = scene.parts.of(kind)[0]
    command = one.process._command  # noqa: SLF001 - started as the first of its kind was
    return tuple(command[command.index(kind) + 1 :])


def _warehouse_killed_in_insert(scene: Scene) -> None:
    _when(scene, "before the insert", scene.lab.server.daemon.kill)
    time.sleep(scene.draw.uniform(0, 3))
    scene.lab.server.daemon.start()


def _answer_cut(scene: Scene) -> None:
    for _ in range(_JOINS):
        _when(scene, "before its answer", scene.lab.warehouse_proxy.cut)
        time.sleep(scene.draw.uniform(0.5, 2))


def _projector_killed(step: Step) -> Fault:
    """Kill the projectors at *step* of an insert, whoever makes it, and let them come back."""

    def fault(scene: Scene) -> None:
        for _ in range(_JOINS):
            projectors = scene.parts.of("project")
            _when(scene, step, partial(_kill_all, projectors))
            for one in projectors:
                one.start()
            time.sleep(scene.draw.uniform(0, 1))

    return fault


def _alerter_killed_unnoted(scene: Scene) -> None:
    """Kill the alerter when a receiver has its message and it does not know."""
    for _ in range(_JOINS):
        part = scene.one_of("alert")
        _awaited(scene.receiver.at_next, part.kill)
        part.start()
        time.sleep(scene.draw.uniform(0, 1))


def _kill_all(parts: Iterable[Part]) -> None:
    for part in parts:
        part.kill()


def _when(scene: Scene, step: Step, act: Callable[[], object]) -> None:
    """Do *act* when an insert is next at *step*, or after a while without."""
    _awaited(partial(scene.lab.warehouse_proxy.at_next, step), act)


Awaiting = Callable[[Callable[[], None] | None], None]
"""Does an act once, when what it waits for happens; None: no more."""


def _awaited(at_next: Awaiting, act: Callable[[], object]) -> None:
    """Do *act* when what *at_next* waits for happens, or after a while without."""
    done = Event()

    def fire() -> None:
        act()
        done.set()

    at_next(fire)
    if not done.wait(_WATCH_S):
        at_next(None)
        act()


def _warehouse_away(scene: Scene) -> None:
    scene.lab.server.daemon.stop()
    time.sleep(scene.outage_s)
    scene.lab.server.daemon.start()


def _warehouse_disk_full(scene: Scene) -> None:
    scene.lab.warehouse_disk.fill()
    time.sleep(scene.draw.uniform(3, 6))
    scene.lab.warehouse_disk.relieve()
    scene.lab.server.daemon.start()


def _broker_disk_full(scene: Scene) -> None:
    scene.lab.broker_disk.fill()
    time.sleep(scene.draw.uniform(3, 6))
    scene.lab.broker_disk.relieve()
    scene.lab.brokers.start()


def _lines_cut(scene: Scene) -> None:
    for _ in range(_JOINS):
        for proxy in (*scene.lab.kafka_proxies, scene.lab.warehouse_proxy):
            proxy.cut()
        time.sleep(scene.draw.uniform(0.5, 2))


def _lines_slow(scene: Scene) -> None:
    proxies = (*scene.lab.kafka_proxies, scene.lab.warehouse_proxy)
    for proxy in proxies:
        proxy.delay_s = scene.draw.uniform(0.05, 0.3)
    time.sleep(scene.draw.uniform(4, 8))
    for proxy in proxies:
        proxy.delay_s = 0.0


CLOCKS: Final[Mapping[str, str]] = {
    "clock of intake off by 1 h": "intake",
    "clock of worker off by 1 h": "worker",
    "clock of projector off by 1 h": "project",
}
"""The kind of part whose clock each of these faults moves."""

FAULTS: Final[Mapping[str, Fault]] = {
    "kill -9 intake": _killed("intake"),
    "kill -9 worker": _killed("worker"),
    "kill -9 projector": _killed("project"),
    "kill -9 alerter": _killed("alert"),
    "SIGSTOP intake": _paused("intake"),
    "SIGSTOP worker": _paused("worker"),
    "SIGSTOP projector": _paused("project"),
    "SIGSTOP alerter": _paused("alert"),
    "kill -9 one broker": _broker_killed,
    "kill -9 the controller": _controller_killed,
    "SIGSTOP one broker": _broker_paused,
    "all brokers restarted": _brokers_restarted,
    "all brokers killed": _brokers_killed,
    "members join and leave": _members_come_and_go,
    "kill -9 ClickHouse in mid-insert": _warehouse_killed_in_insert,
    "kill -9 projector before an insert": _projector_killed("before the insert"),
    "kill -9 projector between insert and answer": _projector_killed("before its answer"),
    "kill -9 projector between answer and commit": _projector_killed("after its answer"),
    "kill -9 alerter between sending and noting": _alerter_killed_unnoted,
    "connection cut between insert and answer": _answer_cut,
    "ClickHouse away": _warehouse_away,
    "disk full under ClickHouse": _warehouse_disk_full,
    "disk full under a broker": _broker_disk_full,
    "all connections cut": _lines_cut,
    "all connections slow": _lines_slow,
    **{name: _clock(kind) for name, kind in CLOCKS.items()},
}

KILLS: Final = tuple(
    name for name in FAULTS if name.startswith("kill -9") and "ClickHouse" not in name
)

GROUPS: Final = (
    ("intake", "worker", "members"),
    ("projector", "ClickHouse", "insert", "alerter"),
    ("broker", "controller", "connections"),
)
"""Every run breaks something of each: the parts that fold; what is told, in warehouse and alerts;
the brokers.
The first group with a word of a fault's name is its own."""


def group_of(name: str) -> int:
    """Return the number of the group to which the fault *name* belongs."""
    return next((n for n, words in enumerate(GROUPS) if any(w in name for w in words)), 2)


def strokes(name: str) -> int:
    """Return how many single kills, pauses and cuts the fault *name* is; 0: it is none."""
    if not any(word in name for word in ("kill", "SIGSTOP", "cut", "join and leave", "restarted")):
        return 0
    once = ("SIGSTOP", "broker", "controller", "ClickHouse")
    return 1 if any(word in name for word in once) else _JOINS


def unmade(lab: Lab) -> dict[str, str]:
    """Return the faults that cannot be made on this machine, each with the reason."""
    reasons: dict[str, str] = {}
    if not faketime():
        reasons |= dict.fromkeys(CLOCKS, "libfaketime is not installed (Debian: libfaketime)")
    if not lab.broker_disk.real:
        names = (name for name in FAULTS if name.startswith("disk"))
        reasons |= dict.fromkeys(names, "a tmpfs cannot be mounted here (needs root)")
    return reasons

"""
How each thing is broken: faults as functions of a run's ``Scene``.

A fault returns when what it broke is given back (healing may go on). ``bench.faults.faults`` names
them.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from random import Random
from threading import Event
from typing import Final, NamedTuple

from bench.faults.alerts import Receiver
from bench.faults.lab import Lab
from bench.faults.parts import Part, Parts
from bench.faults.proxy import Step

log = logging.getLogger(__name__)

_HOUR_S: Final = 3600
JOINS: Final = 3
"""How often a fault that comes again and again does."""
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


class Made(NamedTuple):
    """A fault, and when it began and was given back (seconds of the monotonic clock)."""

    name: str
    began: float
    ended: float


def made(
    scene: Scene, known: Mapping[str, Fault], due: Iterable[tuple[float, str]]
) -> Iterator[Made]:
    """Make faults of *known* when they are *due* (second, name); yield each once given back."""
    began = time.monotonic()
    for at, name in due:
        time.sleep(max(0.0, began + at - time.monotonic()))
        started = time.monotonic()
        log.info("%5.1f s: %s", started - began, name)
        known[name](scene)
        yield Made(name, started, time.monotonic())


def killed(kind: str) -> Fault:
    def fault(scene: Scene) -> None:
        for _ in range(JOINS):
            part = scene.one_of(kind)
            part.kill()
            time.sleep(scene.draw.uniform(0, 2))
            part.start()
            time.sleep(scene.draw.uniform(0, 5))

    return fault


def paused(kind: str) -> Fault:
    def fault(scene: Scene) -> None:
        part = scene.one_of(kind)
        part.pause()
        time.sleep(scene.pause_s)
        part.resume()

    return fault


def clock_off(kind: str) -> Fault:
    def fault(scene: Scene) -> None:
        part = scene.one_of(kind)
        part.shift_clock(scene.draw.choice((-_HOUR_S, _HOUR_S)))
        time.sleep(scene.draw.uniform(3, 6))
        part.shift_clock(0)

    return fault


def broker_killed(scene: Scene) -> None:
    controller = scene.lab.brokers.controller()
    node = scene.draw.choice([node for node in scene.lab.brokers.nodes if node is not controller])
    node.daemon.kill()
    time.sleep(scene.draw.uniform(1, 5))
    node.daemon.start()


def controller_killed(scene: Scene) -> None:
    node = scene.lab.brokers.controller()
    node.daemon.kill()
    time.sleep(scene.draw.uniform(1, 5))
    node.daemon.start()


def broker_paused(scene: Scene) -> None:
    node = scene.draw.choice(scene.lab.brokers.nodes)
    _stopped(node.daemon.pid, scene.pause_s)


def _stopped(pid: int | None, seconds: float) -> None:
    if pid is not None:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(pid, signal.SIGCONT)


def brokers_restarted(scene: Scene) -> None:
    scene.lab.brokers.stop()
    scene.lab.brokers.start()


def brokers_killed(scene: Scene) -> None:
    scene.lab.brokers.kill()
    scene.lab.brokers.start()


def members_come_and_go(scene: Scene) -> None:
    for _ in range(JOINS):
        kind = scene.draw.choice(("intake", "worker", "project"))
        extra = scene.parts.add(kind, *_arguments(scene, kind))
        time.sleep(scene.draw.uniform(2, 5))
        extra.stop()
        scene.parts.all.remove(extra)


def _arguments(scene: Scene, kind: str) -> tuple[str, ...]:
    one = scene.parts.of(kind)[0]
    command = one.process._command  # noqa: SLF001 - started as the first of its kind was
    return tuple(command[command.index(kind) + 1 :])


def warehouse_killed_in_insert(scene: Scene) -> None:
    _when(scene, "before the insert", scene.lab.server.daemon.kill)
    time.sleep(scene.draw.uniform(0, 3))
    scene.lab.server.daemon.start()


def answer_cut(scene: Scene) -> None:
    for _ in range(JOINS):
        _when(scene, "before its answer", scene.lab.warehouse_proxy.cut)
        time.sleep(scene.draw.uniform(0.5, 2))


def projector_killed(step: Step) -> Fault:
    """Kill the projectors at *step* of an insert, whoever makes it, and let them come back."""

    def fault(scene: Scene) -> None:
        for _ in range(JOINS):
            projectors = scene.parts.of("project")
            _when(scene, step, partial(_kill_all, projectors))
            for one in projectors:
                one.start()
            time.sleep(scene.draw.uniform(0, 1))

    return fault


def alerter_killed_unnoted(scene: Scene) -> None:
    """Kill the alerter when a receiver has its message and it does not know."""
    for _ in range(JOINS):
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


def warehouse_away(scene: Scene) -> None:
    scene.lab.server.daemon.stop()
    time.sleep(scene.outage_s)
    scene.lab.server.daemon.start()


def warehouse_disk_full(scene: Scene) -> None:
    scene.lab.warehouse_disk.fill()
    time.sleep(scene.draw.uniform(3, 6))
    scene.lab.warehouse_disk.relieve()
    scene.lab.server.daemon.start()


def broker_disk_full(scene: Scene) -> None:
    scene.lab.broker_disk.fill()
    time.sleep(scene.draw.uniform(3, 6))
    scene.lab.broker_disk.relieve()
    scene.lab.brokers.start()


def lines_cut(scene: Scene) -> None:
    for _ in range(JOINS):
        for proxy in (*scene.lab.kafka_proxies, scene.lab.warehouse_proxy):
            proxy.cut()
        time.sleep(scene.draw.uniform(0.5, 2))


def lines_slow(scene: Scene) -> None:
    proxies = (*scene.lab.kafka_proxies, scene.lab.warehouse_proxy)
    for proxy in proxies:
        proxy.delay_s = scene.draw.uniform(0.05, 0.3)
    time.sleep(scene.draw.uniform(4, 8))
    for proxy in proxies:
        proxy.delay_s = 0.0

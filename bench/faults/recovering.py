"""
How long the hub takes after a fault: until every part has done what stood in the log at its end.

A thread looks every two seconds how far each part is (``hub.cluster.standing``). The load goes on
meanwhile, so what counts is not rest, but that the ends of the log at the instant at which the
fault was given back are committed. A fault that begins before another is over prolongs it.
"""

from __future__ import annotations

import time
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Final, NamedTuple

from kafka.errors import KafkaError

from events.kafka import BrokersAwayError, Connection, Place
from hub.cluster.standing import Lag, all_ends, lags

_LOOK_S: Final = 2.0


class _Target(NamedTuple):
    name: str
    since: float
    ends: dict[Place, int]


class Recovery:
    """``behind``: records to be done at the last look. ``seconds``: by fault, once it is over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.behind = 0
        self.seconds: dict[str, float] = {}
        self._coming: list[tuple[str, float]] = []
        self._targets: list[_Target] = []
        self._ended, self._turn = Event(), Lock()
        self._thread = Thread(target=self._watch, name="recovery", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def given_back(self, name: str) -> None:
        """Say that the fault *name* is over: from now on its recovery is timed."""
        with self._turn:
            self._coming.append((name, time.monotonic()))

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK_S):
            with suppress(BrokersAwayError, KafkaError):  # looked at again
                self._look()

    def _look(self) -> None:
        with self._turn:
            coming = list(self._coming)
        if coming:
            ends = all_ends(self._connection)
            self._targets += [_Target(name, since, ends) for name, since in coming]
            with self._turn:
                del self._coming[: len(coming)]
        standing = lags(self._connection)
        self.behind = sum(lag.records for lag in standing)
        left = []
        for target in self._targets:
            if reached(target.ends, standing):
                self.seconds[target.name] = round(time.monotonic() - target.since, 1)
            else:
                left.append(target)
        self._targets = left


def reached(ends: dict[Place, int], standing: list[Lag]) -> bool:
    """Tell whether every part has committed all that stands before *ends*."""
    return all(lag.committed >= ends.get((lag.topic, lag.partition), 0) for lag in standing)

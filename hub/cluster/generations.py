"""
Topic ``generations`` of a cluster, read and written; what the steps are says ``hub.generations``.

A part reads it when it starts, and waits for a step in which it works. While it works it looks
again every other second (``Following``): once the log has moved on it ends itself kindly, and
whoever supervises it starts it anew. What it does in step ``live`` alone, it does while its last
look is fresh; whoever moves the log on waits twice as long, so that every part has looked.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterable, Iterator
from threading import Event, Thread
from typing import Final, Self
from uuid import uuid4

from events import topics
from events.kafka import Connection, Consumer, Producer, assigned
from hub.generations.state import BEGUN, State, Step, state_of

log = logging.getLogger(__name__)

LOOK_S: Final = 2.0
FRESH_S: Final = 5.0
"""Seconds for which what a look showed may be relied upon (monotonic clock)."""


def read_state(connection: Connection) -> State:
    """Return how the log of *connection* stands."""
    with assigned(connection) as client:
        return state_by(client)


def state_by(client: Consumer) -> State:
    """Return how the log stands as *client*, which is in no group, reads it."""
    if topics.GENERATIONS not in client.topics():
        return BEGUN
    return state_of(client.read(topics.GENERATIONS, 0))


def write_state(connection: Connection, state: State) -> State:
    """Write *state*, and return what stands then: another's, where that one was faster."""
    with Producer(connection) as producer:
        producer.send([state.record(uuid4().bytes)])
    return read_state(connection)


def wait_for(connection: Connection, steps: Iterable[Step]) -> State:
    """Return how the log stands once that is in one of *steps*."""
    told, steps = "", frozenset(steps)
    while (state := read_state(connection)).step not in steps:
        if told != state.step:
            told = state.step
            log.warning("generation %d of the log: %s; waiting", state.next.generation, told)
        time.sleep(LOOK_S)
    return state


class Following:
    """Ends this process, from ``__enter__`` to ``__exit__``, when the log leaves what it knows."""

    def __init__(self, connection: Connection, known: State, steps: Iterable[Step]) -> None:
        """*known*: how the log stood when the part began, which works in *steps* alone."""
        self._connection, self._known, self._steps = connection, known, frozenset(steps)
        self._state, self._looked = known, -FRESH_S
        self._ended = Event()
        self._thread = Thread(target=self._follow, name="generations", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def is_live(self) -> bool:
        """Tell whether no change is under way, as far as a fresh look knows."""
        fresh = time.monotonic() - self._looked < FRESH_S
        return fresh and self._state.step == "live" and self._stands(self._state)

    def still(self) -> bool:
        """Tell whether the part may work as it began, by a look of its own."""
        return self._stands(read_state(self._connection))

    def _stands(self, state: State) -> bool:
        same = state.live.generation == self._known.live.generation
        return same and state.step in self._steps

    def _follow(self) -> None:
        looks = self._looks()
        while not self._ended.wait(LOOK_S):
            began = time.monotonic()
            try:
                self._state = next(looks)
            except Exception as error:  # noqa: BLE001 - whatever it is, the part must hear of steps
                log.warning("how the log stands is not known: %s", error)
                looks = self._looks()
                continue
            self._looked = began
            if not self._stands(self._state):
                self._end()
                return

    def _looks(self) -> Iterator[State]:
        """Yield how the log stands, at each asking; it is read only when something was said."""
        place, state, seen = (topics.GENERATIONS, 0), self._state, -1
        with assigned(self._connection) as client:
            while True:
                if (end := client.end_offsets([place])[place]) != seen:
                    state, seen = state_of(client.read(*place)), end
                yield state

    def _end(self) -> None:
        log.warning(
            "generation %d of the log: %s; this part ends and is to be started again",
            self._state.next.generation,
            self._state.step,
        )
        os.kill(os.getpid(), signal.SIGTERM)

"""
A watchdog over a plain consumer: it ends the process whose committed offsets stand still.

A client that hangs says nothing, so progress is read from the brokers, in a thread of its own:
what the group has committed of the partitions this process holds, against where they end. A part
that knows why it waits (a warehouse that is away, an intake that paused itself) says so and is
left alone. Ended at once and without any clean-up, its records come again, and whoever
supervises the process starts it anew.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from threading import Event, Thread
from typing import Final, Self

from events.brokers import BrokersAwayError
from events.kafka import Connection, Place, assigned, group_offsets
from processors.watchdog import Place as Watched
from processors.watchdog import Progress, Watchdog

log = logging.getLogger(__name__)

STUCK: Final = 70
"""The exit status of a process that was ended because it stood still."""
PATIENCE_S: Final = 120.0
_LOOKS: Final = 8
"""How often it looks within its patience."""


class Watch:
    """Watches from ``__enter__`` to ``__exit__``."""

    def __init__(
        self,
        connection: Connection,
        group: str,
        holds: Callable[[], Iterable[Place]],
        waits: Callable[[], bool] = lambda: False,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """*holds*: the partitions this process has now; *waits*: whether it knows why it waits."""
        self._connection, self._group, self._holds, self._waits = connection, group, holds, waits
        self._patience_s = patience_s
        self._ended = Event()
        self._thread = Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def _watch(self) -> None:
        watchdog = Watchdog(self._patience_s)
        while not self._ended.wait(self._patience_s / _LOOKS):
            progress = {} if self._waits() else self._progress()
            if stuck := watchdog.judge(progress, time.monotonic()):
                log.critical(
                    "nothing was committed of %s for %g s: the process ends and is to be"
                    " started again",
                    ", ".join(f"{topic}:{number}" for topic, number in sorted(stuck)),
                    self._patience_s,
                )
                logging.shutdown()
                os._exit(STUCK)

    def _progress(self) -> dict[Watched, Progress]:
        places = list(self._holds())
        try:
            done = group_offsets(self._connection, self._group)
            with assigned(self._connection, places) as client:
                ends = client.end_offsets(places) if places else {}
        except BrokersAwayError:
            return {}
        return {Watched(*at): Progress(done.get(at, 0), end) for at, end in ends.items()}

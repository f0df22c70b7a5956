"""
Many callers, one writer: what arrives while a batch is being written goes into the next one.

Each commit costs a flush of the disk (or a round trip to the brokers), so a hundred callers who
come at once should share one. The first to come writes for those who wait; nobody waits for a
timer. A failure is told to everyone whose events were in that batch; they send again, which is
harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Any, Final

from hub.loading.files import Raw

Write = Callable[[list[Raw]], Sequence[dict[str, Any]]]
"""Makes messages durable and returns one document for each, in their order."""

_MOST: Final = 5_000


class Together:
    """Calls *write* for all callers, one batch at a time."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._turn = Lock()
        self._adding = Lock()
        self._waiting: list[tuple[list[Raw], Future[list[dict[str, Any]]]]] = []

    def take(self, raws: list[Raw]) -> list[dict[str, Any]]:
        """Return the documents of *raws* once they are durable; raise what writing raised."""
        mine: Future[list[dict[str, Any]]] = Future()
        with self._adding:
            self._waiting.append((raws, mine))
        with self._turn:
            while not mine.done():
                self._write_next()
        return mine.result()

    def _write_next(self) -> None:
        batch = self._next()
        try:
            found = iter(self._write([raw for raws, _ in batch for raw in raws]))
        except BaseException as error:  # noqa: BLE001 - each waiting caller must hear of it
            for _, future in batch:
                future.set_exception(error)
            return
        for raws, future in batch:
            future.set_result([next(found) for _ in raws])

    def _next(self) -> list[tuple[list[Raw], Future[list[dict[str, Any]]]]]:
        """Return who is written for next: at least the first, others while they fit."""
        with self._adding:
            count = size = 0
            for raws, _ in self._waiting:
                size += len(raws)
                if count and size > _MOST:
                    break
                count += 1
            batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

"""
Pages that take long are built without whoever asked: they are told, and find it made.

A page is built while its viewer waits a moment (``FIRST_S``). Where a question below it was never
answered before and takes longer, the building goes on beside, one for all who ask the same, and
the viewer gets a page that says so and comes again by itself. What ends badly is told to the next
who asks.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, Final

from hub.gateway.problems import ProblemError
from hub.pages.desk import Desk
from hub.pages.shelf import UnansweredError

FIRST_S: Final = 0.15
"""How long a viewer waits for what was never answered: with all else a page stays below 300 ms."""
AGAIN_S: Final = 2
"""After how long the page that says so comes again."""
_MOST: Final = 100
"""Buildings at once, and ends nobody came back for."""

Build = Callable[[Desk], dict[str, Any]]


class Builder:
    """One per gateway. Any number of threads may ask."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._going: dict[Any, Future[Any]] = {}
        self._workers = ThreadPoolExecutor(2, "build")

    def built(self, key: Any, desk: Desk, build: Build) -> dict[str, Any] | None:
        """
        Return what *build* returns for *desk*, None while it is being worked out.

        Raises:
            ProblemError: busy, where too many pages are being worked out.
            Failure: what the building of the same *key* ended with.
        """
        with self._turn:
            before = self._going.get(key)
            if before is not None and before.done():
                del self._going[key]
        if before is not None and before.done():
            before.result()
        elif before is not None:
            return None
        try:
            return build(desk)
        except UnansweredError:
            self._begin(key, desk.patient(), build)
            return None

    def _begin(self, key: Any, desk: Desk, build: Build) -> None:
        with self._turn:
            if len(self._going) >= _MOST:
                self._going = {k: one for k, one in self._going.items() if not one.done()}
            if len(self._going) >= _MOST:
                raise ProblemError("busy", wait_s=AGAIN_S)
            if key not in self._going:
                self._going[key] = self._workers.submit(build, desk)

    def close(self) -> None:
        """Build nothing more."""
        self._workers.shutdown(wait=True, cancel_futures=True)

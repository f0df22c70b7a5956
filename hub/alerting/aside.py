"""Work beside alerts: letters that can wait, and must not keep an alert waiting when they fail."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from events.instant import MINUTE, Instant

log = logging.getLogger(__name__)

AGAIN: Final = 5 * MINUTE


class Aside:
    """What is done beside alerts: that it fails is told and tried again later, and stops none."""

    def __init__(self, name: str, work: Callable[[Instant], object], every: int = 0) -> None:
        """*every*: so many microseconds lie between one time and the next at least."""
        self._name, self._work, self._every = name, work, every
        self._next = Instant(0)

    def __call__(self, now: Instant) -> None:
        """Do it at *now* (wall time), unless it was done or failed a short time ago."""
        if now < self._next:
            return
        self._next = Instant(now + self._every)
        try:
            self._work(now)
        except Exception:
            log.exception("%s: tried again in five minutes", self._name)
            self._next = Instant(now + AGAIN)

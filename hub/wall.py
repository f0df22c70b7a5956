"""The wall clock, where the hub looks at one; who needs another is given it."""

from __future__ import annotations

from collections.abc import Callable
from time import time_ns

from events.instant import Instant

Now = Callable[[], Instant]
"""Returns the wall clock's instant."""


def wall_now() -> Instant:
    return Instant(time_ns() // 1000)

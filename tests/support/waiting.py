"""
Waiting with an end: a condition is asked again and again until it holds or time runs out.

No test sleeps for a guessed while; it waits for what it needs, and names it when it fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE_S = 0.05


def wait_until(condition: Callable[[], bool], what: str, timeout_s: float = 120) -> None:
    """
    Return as soon as *condition* holds.

    Raises:
        TimeoutError: *what* did not come about within *timeout_s* (wall clock, seconds).
    """
    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {timeout_s:g} s in vain for {what}")
        time.sleep(PAUSE_S)

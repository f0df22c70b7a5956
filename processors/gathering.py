"""
Gathering: when a broker should hold a fetch back for more records.

Records that come one by one are cheap to wait for and dear to handle one by one: a fetch, a
turn, a conclusion and a publication each. So while fetches follow each other within
``GATHER_S`` the broker is asked to gather for that long; once a gathered fetch brings no more
than one record, it answers each record at once again. An idle worker asks the broker nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

GATHER_S: Final = 0.01
"""Seconds: two of these and two folds lie between an event and a finding on it."""


class Wish(NamedTuple):
    """What a fetch waits for: so many bytes, but no longer than so many milliseconds."""

    min_bytes: int
    max_wait_ms: int


AT_ONCE: Final = Wish(1, 1500)
GATHERED: Final = Wish(1 << 20, round(GATHER_S * 1000))


class Gathering:
    """Hears of each fetch, and says what the following ones should wait for."""

    def __init__(self) -> None:
        self.wish = AT_ONCE
        self._last = float("-inf")

    def fetched(self, records: int, now_s: float) -> Wish:
        """Hear of a fetch of *records* (n >= 0) at *now_s* (monotonic seconds)."""
        if records:
            follows, self._last = now_s - self._last < GATHER_S, now_s
            gather = records > 1 if self.wish is GATHERED else follows
        else:
            gather = False
        self.wish = GATHERED if gather else AT_ONCE
        return self.wish

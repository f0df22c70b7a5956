"""
When refusals are our own fault: the rule that stops a broken deployment from refusing a city.

One department may send nothing but nonsense; three at once do not. When within 60 seconds
one worker refuses over half of the events of three or more departments, at least 20 events
each, intake pauses at the batch that makes this true: it is not answered, not committed.

Source: the spine, "Bad input". A pure function of what it is told; the caller's clock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final, NamedTuple

WINDOW_S: Final = 60.0
DEPARTMENTS: Final = 3
EVENTS: Final = 20


class Taken(NamedTuple):
    """How many events of a department were judged, and how many of them refused."""

    judged: int
    refused: int


class Breaker:
    """Remembers a minute of judgements."""

    def __init__(self) -> None:
        self._heard: deque[tuple[float, Mapping[str, Taken]]] = deque()

    def hear(self, now_s: float, batch: Mapping[str, Taken]) -> tuple[str, ...]:
        """
        Return the departments that are wronged, sorted, once *batch* is counted; mostly none.

        Args:
            now_s: monotonic seconds, never less than before; a batch exactly 60 s old is out.
            batch: what was judged since the last call, by department.
        """
        self._heard.append((now_s, batch))
        while now_s - self._heard[0][0] >= WINDOW_S:
            self._heard.popleft()
        wronged = tuple(sorted(d for d, taken in self._sums().items() if _mostly_refused(taken)))
        return wronged if len(wronged) >= DEPARTMENTS else ()

    def _sums(self) -> dict[str, Taken]:
        sums: dict[str, Taken] = {}
        for _, batch in self._heard:
            for department, (judged, refused) in batch.items():
                before = sums.get(department, Taken(0, 0))
                sums[department] = Taken(before.judged + judged, before.refused + refused)
        return sums


def _mostly_refused(taken: Taken) -> bool:
    """Tell whether over half of at least twenty events were refused; just half is not over."""
    return taken.judged >= EVENTS and 2 * taken.refused > taken.judged

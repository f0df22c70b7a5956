"""What must hold at least, by detector, and whether it does: the figures of the mission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bench.score.judging import Tally

D0, D1, IDENTITY, UNCODED = "D0 repeats", "D1 double entry", "identity", "identity without a code"
D3, D4, D34, D5 = "D3 append", "D4 recurrence", "D3 and D4", "D5 clusters, pairs"


class Bar(NamedTuple):
    """The least precision, recall and F1; 0 where none is asked for."""

    precision: float = 0
    recall: float = 0
    f1: float = 0

    def held(self, tally: Tally) -> bool:
        asked = (self.precision, self.recall, self.f1)
        return all(
            round(got, 3) >= bar
            for got, bar in zip((tally.precision, tally.recall, tally.f1), asked, strict=True)
        )

    def __str__(self) -> str:
        named = (("precision", self.precision), ("recall", self.recall), ("F1", self.f1))
        return ", ".join(f"{name} {bar:.3f}" for name, bar in named if bar)


_EXACT = Bar(precision=1, recall=1)
BARS: Mapping[str, Bar] = {
    D0: _EXACT,
    D1: Bar(f1=0.97),
    UNCODED: Bar(precision=0.99, recall=0.95),
    D34: Bar(f1=0.90),
    D5: Bar(f1=0.85),
}
"""Detectors not named here are exact, or have no bar of their own."""

_NO_BAR = frozenset({IDENTITY, D3, D4})


def bar(detector: str) -> Bar | None:
    """Return the bar of *detector*, None where it has none of its own."""
    return None if detector in _NO_BAR else BARS.get(detector, _EXACT)


def failures(tallies: Mapping[str, Tally], whole: Mapping[int, tuple[int, int]]) -> Iterator[str]:
    """Yield what falls short, a line each."""
    for detector, tally in tallies.items():
        asked = bar(detector)
        if asked is not None and not asked.held(tally):
            got = f"{tally.precision:.3f} / {tally.recall:.3f} / {tally.f1:.3f}"
            yield f"{detector}: {got}, asked for {asked}"
    for size, (told, found) in whole.items():
        if found < told:
            yield f"groups of {size}: {found} of {told} found whole"

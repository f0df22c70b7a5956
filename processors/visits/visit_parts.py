"""
What is saved of a party, or a cluster, with many visits: each visit by itself.

Written whole, the checkpoint of a key with a hundred thousand visits would be larger than a
record may be, and would be written anew for each. The one key that every hub has to fear is
the party nobody knows (''). Most parties have few visits, and one entry of them is cheapest;
so a state is saved whole up to ``MANY`` visits, and in parts from then on
(``processors.folding.parts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Protocol

from events.event import Event
from processors.structures.shelves import Shelves
from processors.visits.visit import VisitEvent

MANY: Final = 1_000
"""Visits of a key that is saved whole: some 250 KB."""


class _Visited(Protocol):
    @property
    def visits(self) -> Shelves[Any]: ...


class VisitParts:
    """Half of ``folding.parts.Parted``, for folds whose states have ``visits`` by subject."""

    def large(self, state: _Visited) -> bool:
        """Tell whether *state* has more than ``MANY`` visits."""
        return len(state.visits) > MANY

    def parts(self, event: Event) -> Iterable[str]:  # noqa: ARG002 - as Parted has it
        """Name nothing: whatever an event changes of a visit is a subject that it touches."""
        return ()

    def every_part(self, state: _Visited) -> Iterable[str]:
        """Name all visits of *state*."""
        return state.visits


def dumped(events: Iterable[VisitEvent]) -> list[list[Any]] | None:
    """Return the *events* of a visit as JSON values; None: it has none."""
    return [list(event) for event in events] or None


def events_of(parts: Iterable[tuple[str, list[Any]]]) -> Iterator[Any]:
    """Yield the events, as they were dumped, of all *parts*."""
    for _, events in parts:
        yield from events

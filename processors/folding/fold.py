"""
The shape of a fold: how one key's events become a state, and a state becomes a conclusion.

Each fold is a set of pure functions. ``processors.folding.partition`` drives it over one partition
of one topic: it drops repeats, keeps the clock (ticks), compares conclusions with what was
already said, and hands out what changed. A host (the embedded engine, the Faust worker)
only moves bytes in and out of a partition.

Laws every fold obeys (``tests/processors/test_*_laws.py``):

* the state after any order of arrival is the state after the sorted order;
* an in-order event is a step of bounded cost; a late one may refold the key;
* stepping the same event twice changes nothing;
* ``load(dump(state)) == state``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, TypeVar, runtime_checkable

from events.event import Event
from events.instant import Instant
from processors.folding.conclusion import Conclusion, Scope
from processors.published.reference import Reference

S = TypeVar("S")


class Forward(NamedTuple):
    """
    A record for a derived topic: ``value`` None sends the folded record's own bytes on.

    ``hands_over`` names a subject that leaves with it ('': none): what was said of it goes
    along, and only the receiver speaks of it from then on (``processors.folding.handover``).
    """

    topic: str
    key: str
    value: bytes | None = None
    hands_over: str = ""


@runtime_checkable
class Retelling(Protocol):
    """A fold whose states, and not only their conclusions, depend on reference data."""

    def retell(self, state: Any, reference: Reference) -> Any:
        """Return *state* as *reference* has it; *state* itself when nothing differs."""
        ...


class Fold(Protocol[S]):
    """Pure functions over the state ``S`` of one key (a case, a party, a cluster)."""

    name: str
    """Names the fold's checkpoints and is part of no id: ``cases``."""

    def empty(self, key: str) -> S:
        """Return the state of a key that has no events."""
        ...

    def step(self, state: S, event: Event, reference: Reference) -> tuple[S, Scope]:
        """Return the state after *event* and the subjects whose conclusions may differ."""
        ...

    def conclude(self, state: S, scope: Scope, now: Instant, reference: Reference) -> Conclusion:
        """Return what is true of the subjects in *scope* at *now* (event time, inclusive)."""
        ...

    def forwards(self, before: S, after: S, event: Event) -> Iterable[Forward]:
        """Return what derived topics must hear of the step from *before* to *after*."""
        ...

    def dump(self, state: S) -> Any:
        """Return *state* as JSON values, for a checkpoint."""
        ...

    def load(self, values: Any) -> S:
        """Return the state that ``dump`` gave *values* for."""
        ...

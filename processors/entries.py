"""
The entries of a partition by key; one taken back from a checkpoint stays packed until asked for.

After a crash a worker has to know every key it owns and when each falls due, and most of them
will not be touched for days. Reading a packed entry's due takes a microsecond, unpacking it a
hundred: so a worker with a million keys works again within seconds, and holds bytes where it
would hold objects.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator
from typing import Generic, TypeVar, cast

from events.instant import Instant
from processors import checkpoint
from processors.checkpoint import Entry
from processors.fold import Fold

S = TypeVar("S")


class Entries(Generic[S]):
    """A mapping from key to entry, in the order in which keys came."""

    def __init__(self, fold: Fold[S]) -> None:
        self._fold = fold
        self._held: dict[str, Entry[S] | bytes] = {}

    def take_back(self, key: str, packed: bytes) -> Instant | None:
        """Hold what ``checkpoint.pack`` gave for *key*; return when it is next due."""
        self._held[key] = packed
        return checkpoint.due_of(packed)

    def get(self, key: str) -> Entry[S] | None:
        held = self._held.get(key)
        return self._unpacked(key, held) if isinstance(held, bytes) else held

    def __getitem__(self, key: str) -> Entry[S]:
        held = self._held[key]
        return self._unpacked(key, held) if isinstance(held, bytes) else held

    def __setitem__(self, key: str, entry: Entry[S]) -> None:
        self._held[key] = entry

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def items(self) -> ItemsView[str, Entry[S]]:
        """Unpack all that is packed, and return every key with its entry."""
        for key in self._held:
            _ = self[key]
        return cast("ItemsView[str, Entry[S]]", self._held.items())

    def _unpacked(self, key: str, packed: bytes) -> Entry[S]:
        entry = self._held[key] = checkpoint.unpack(self._fold, packed)
        return entry

"""
A library: an immutable map of a million keys, whose copy with one change is still cheap.

Keys are spread by hash over halls, and in a hall over shelves of a few keys; a change copies
one shelf, its hall and the list of halls: some ten microseconds with a million keys. For the
few thousand keys of one party or cluster ``processors.shelves`` is smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")

_COUNT = 512
_Hall = Mapping[int, Mapping[str, V]]


class Library(Generic[V]):
    """An immutable map from text to ``V``."""

    __slots__ = ("_halls",)

    def __init__(self, items: Iterable[tuple[str, V]] = ()) -> None:
        halls: dict[int, dict[int, dict[str, V]]] = {}
        for key, value in items:
            hall, shelf = _place(key)
            halls.setdefault(hall, {}).setdefault(shelf, {})[key] = value
        self._halls: Mapping[int, _Hall[V]] = halls

    def get(self, key: str) -> V | None:
        hall, shelf = _place(key)
        found = self._halls.get(hall)
        kept = None if found is None else found.get(shelf)
        return None if kept is None else kept.get(key)

    def put(self, key: str, value: V) -> Library[V]:
        """Return the map in which *key* has *value*."""
        hall, shelf = _place(key)
        kept = self._halls.get(hall, {}).get(shelf, {})
        return self._with(hall, shelf, {**kept, key: value})

    def without(self, key: str) -> Library[V]:
        """Return the map that has no *key*; self when it had none."""
        if self.get(key) is None:
            return self
        hall, shelf = _place(key)
        kept = self._halls[hall][shelf]
        return self._with(hall, shelf, {k: v for k, v in kept.items() if k != key})

    def items(self) -> Iterator[tuple[str, V]]:
        for hall in self._halls.values():
            for shelf in hall.values():
                yield from shelf.items()

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.items())

    def __len__(self) -> int:
        return sum(len(shelf) for hall in self._halls.values() for shelf in hall.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and self._halls == other._halls

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __repr__(self) -> str:
        return f"Library({dict(sorted(self.items()))!r})"

    def _with(self, hall: int, shelf: int, kept: Mapping[str, V]) -> Library[V]:
        after: Library[V] = Library()
        found = {**self._halls.get(hall, {}), shelf: kept}
        if not kept:
            del found[shelf]
        halls = {**self._halls, hall: found}
        if not found:
            del halls[hall]
        after._halls = halls
        return after


def _place(key: str) -> tuple[int, int]:
    number = hash(key)
    return number % _COUNT, number // _COUNT % _COUNT

"""
Shelves: an immutable map whose copy with one change is cheap, whatever its size.

Keys are spread by hash over a fixed number of small dicts, so a change copies one of them
and the list of them: some microseconds with a hundred thousand keys, where one large dict
would be copied whole. Order of iteration is not defined: callers sort what can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")

COUNT = 512
"""How many shelves there are at most; an empty one takes no room."""


class Shelves(Generic[V]):
    """An immutable map from text to ``V``."""

    __slots__ = ("_count", "_shelves")

    def __init__(self, items: Iterable[tuple[str, V]] = ()) -> None:
        shelves: dict[int, dict[str, V]] = {}
        for key, value in items:
            shelves.setdefault(hash(key) % COUNT, {})[key] = value
        self._shelves: Mapping[int, Mapping[str, V]] = shelves
        self._count = sum(map(len, shelves.values()))

    def get(self, key: str) -> V | None:
        shelf = self._shelves.get(hash(key) % COUNT)
        return None if shelf is None else shelf.get(key)

    def put(self, key: str, value: V) -> Shelves[V]:
        """Return the map in which *key* has *value*."""
        number = hash(key) % COUNT
        shelf = self._shelves.get(number, {})
        return self._with(number, {**shelf, key: value})

    def without(self, key: str) -> Shelves[V]:
        """Return the map that has no *key*; self when it had none."""
        if self.get(key) is None:
            return self
        number = hash(key) % COUNT
        return self._with(number, {k: v for k, v in self._shelves[number].items() if k != key})

    def items(self) -> Iterator[tuple[str, V]]:
        for shelf in self._shelves.values():
            yield from shelf.items()

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.items())

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelves) and self._shelves == other._shelves

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __repr__(self) -> str:
        return f"Shelves({dict(sorted(self.items()))!r})"

    def _with(self, number: int, shelf: Mapping[str, V]) -> Shelves[V]:
        after: Shelves[V] = Shelves()
        after._count = self._count + len(shelf) - len(self._shelves.get(number, ()))
        shelves = {**self._shelves, number: shelf}
        if not shelf:
            del shelves[number]
        after._shelves = shelves
        return after

"""Entries taken back from a checkpoint are as they were, and are unpacked only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from events.instant import Instant
from processors.folding import checkpoint
from processors.folding.checkpoint import Entry
from processors.folding.entries import Entries
from tests.processors.toy_fold import Quiet, QuietFold


class Counted(QuietFold):
    """Counts how many states it was asked to load."""

    def __init__(self) -> None:
        self.loaded = 0

    def load(self, values: Any) -> Quiet:
        self.loaded += 1
        return super().load(values)


def taken_back(keys: Iterable[str], due: Instant | None) -> tuple[Counted, Entries[Quiet]]:
    """Return the entries of *keys* as a restart finds them."""
    fold = Counted()
    entries = Entries(fold)
    for key in keys:
        assert due == entries.take_back(key, checkpoint.pack(fold, entry(fold, key, due)))
    return fold, entries


def entry(fold: QuietFold, key: str, due: Instant | None) -> Entry[Quiet]:
    return Entry(fold.empty(key), {}, due, 7)


@pytest.mark.parametrize("due", [None, Instant(0), Instant(1_700_000_000_000_000)])
def test_what_was_packed_is_had_again(due: Instant | None) -> None:
    """When a key falls due is known without unpacking it: never, at once, some day."""
    fold, entries = taken_back(["a", "b"], due)

    assert 0 == fold.loaded
    assert entry(fold, "a", due) == entries["a"] == entries.get("a")
    assert 1 == fold.loaded


def test_only_what_is_asked_for_is_unpacked() -> None:
    """A million keys wait while one is folded; telling which there are unpacks none."""
    fold, entries = taken_back("abc", None)

    assert (3, ["a", "b", "c"]) == (len(entries), list(entries))
    assert "b" in entries
    assert "d" not in entries
    assert entries.get("d") is None
    assert 0 == fold.loaded


def test_all_of_them_are_had_in_their_order() -> None:
    """Conclusions under new rules go through every key, packed or not."""
    fold, entries = taken_back("abc", None)
    entries["b"] = entry(fold, "b", Instant(5))

    assert [None, Instant(5), None] == [one.due for _, one in entries.items()]
    assert ["a", "b", "c"] == [key for key, _ in entries.items()]


def test_what_was_used_last_stays_unpacked() -> None:
    """Memory is bounded by what was used of late, and nothing is lost by packing the rest."""
    fold = Counted()
    entries = Entries(fold, live=4)
    for number, key in enumerate("abcdef"):
        entries[key] = entry(fold, key, Instant(number))
    _ = entries["a"]
    entries["a"] = entry(fold, "a", Instant(9))

    entries.pack_cold({"b": checkpoint.pack(fold, entry(fold, "b", Instant(1)))})

    assert [Instant(n) for n in (4, 5, 9)] == [entries[key].due for key in "efa"]
    assert 0 == fold.loaded
    assert [Instant(n) for n in (1, 2)] == [entries[key].due for key in "bc"]
    assert 2 == fold.loaded
    assert list("abcdef") == list(entries)


@pytest.mark.parametrize(("count", "loaded"), [(3, 0), (4, 0), (5, 1)])
def test_as_many_as_the_bound_stay_unpacked(count: int, loaded: int) -> None:
    """What is touched all the time is never packed."""
    fold = Counted()
    entries = Entries(fold, live=4)
    for number in range(count):
        entries[str(number)] = entry(fold, str(number), None)

    entries.pack_cold({})

    assert count == len(list(entries.items()))
    assert loaded == fold.loaded

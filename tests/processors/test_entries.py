"""Entries taken back from a checkpoint are as they were, and are unpacked only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from events.instant import Instant
from processors import checkpoint
from processors.checkpoint import Entry
from processors.entries import Entries
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

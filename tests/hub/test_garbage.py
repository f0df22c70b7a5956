"""The garbage collector of a worker: it looks at what is new, and no further."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from hub.garbage import in_pieces

MANY = 100_000


class Ring:
    """What only a collector frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_stayed_is_set_aside() -> None:
    """States are many and live: looking through all of them stops a worker for a second."""
    with in_pieces():
        states = [[number] for number in range(MANY)]

        assert gc.get_freeze_count() > MANY // 2
    assert len(states) == MANY


def test_a_ring_that_nobody_holds_is_freed_while_it_is_new() -> None:
    """Errors and their tracebacks make rings; they must not pile up."""
    with in_pieces():
        gone = weakref.ref(Ring())
        states = [[number] for number in range(MANY)]

        assert gone() is None
    assert len(states) == MANY


def test_afterwards_the_collector_looks_as_it_did_before() -> None:
    """Whoever lets a worker run in a process of its own finds it as it was."""
    before, callbacks = gc.get_threshold(), list(gc.callbacks)

    with in_pieces():
        assert gc.get_threshold() != before

    assert (gc.get_threshold(), gc.callbacks) == (before, callbacks)

"""
The garbage collector, held back while a batch is folded.

States, records and conclusions are trees of tuples: counting references frees them, and nothing
else has to. The collector does not know that; it looks through the states of all keys again
and again as a batch makes objects, and that was a quarter of the time of a load. So it rests
during a batch; afterwards what is new is looked through once, and what stayed is set aside.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_PIECE: Final = 20_000
"""New objects that are looked through at once: a hundredth of a second."""
_MANY: Final = 200_000
"""New objects that are more than one batch of the projector makes and lets go."""


@contextmanager
def held_back() -> Iterator[None]:
    """Collect nothing inside the body; look through what it made once at the end."""
    if not gc.isenabled():  # a caller further out holds it back already
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        gc.freeze()
        gc.enable()


@contextmanager
def seldom() -> Iterator[None]:
    """Let the collector look only after very many new objects: batches of rows are no garbage."""
    before = gc.get_threshold()
    gc.set_threshold(_MANY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def in_pieces() -> Iterator[None]:
    """
    Look through what is new a piece at a time, and never again at what stayed.

    A worker that let a million objects gather stood still for half a second each time, and a
    finding waited. What stays is a state, or a record on its way: counting frees it.
    """
    before = gc.get_threshold()
    gc.set_threshold(_PIECE, *before[1:])
    gc.callbacks.append(_set_aside)
    try:
        yield
    finally:
        gc.callbacks.remove(_set_aside)
        gc.set_threshold(*before)


def _set_aside(phase: str, _: dict[str, int]) -> None:
    if phase == "stop":
        gc.freeze()

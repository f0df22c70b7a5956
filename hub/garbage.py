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

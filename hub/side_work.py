"""Side work: a thread beside a body, told to end with it and waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def beside(name: str, work: Callable[[], object], ended: Event) -> Iterator[None]:
    """Do *work*, which ends soon after *ended* is set, in the thread *name* while the body runs."""
    thread = Thread(target=work, name=name)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()

"""
Warm pages: after a start every page is asked for once, and what was answered is written down.

A thread beside the gateway asks for the listed pages as somebody who sees all departments, one
after the other, so that the first person finds answers; then it keeps them in a file once a minute
and at the end (``hub.pages.shelved``). People who come meanwhile find what the file had.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, Final

from hub.failure import Failure
from hub.gateway.keyring import Caller
from hub.gateway.problems import ProblemError
from hub.pages.desk import Desk
from hub.pages.registry import PAGES

log = logging.getLogger(__name__)

_FIRST_S: Final = 5.0
"""Who comes at once after the start is not kept waiting behind pages nobody asked for."""
_EVERY_S: Final = 60.0
_NOBODY: Final = Caller("", "", "auditor", 0)


@contextmanager
def warmed(app: Any) -> Iterator[None]:
    """Keep the pages of the gateway *app* warm while the body runs."""
    ended = Event()
    thread = Thread(target=_work, args=(app, ended), name="warmer")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        app.state.pages.shelf.keep()


def warm(app: Any, ended: Event) -> None:
    """Ask for each listed page once, until *ended*."""
    gate, shelf = app.state.door.gate, app.state.pages.shelf
    for page in PAGES:
        if ended.is_set():
            return
        if page.listed and not page.asks:
            page.build(Desk(gate, shelf, _NOBODY, "zh", {}, patience_s=None))


def _work(app: Any, ended: Event) -> None:
    if ended.wait(_FIRST_S):
        return
    try:
        warm(app, ended)
    except (Failure, ProblemError, RuntimeError) as failure:
        # The warehouse is away: pages are answered as they are asked for.
        log.warning("pages stay cold: %s", failure)
    while not ended.wait(_EVERY_S):
        app.state.pages.shelf.keep()

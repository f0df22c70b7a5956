"""
Warm pages: after a start every page is asked for once, and what was answered is written down.

A thread beside the gateway asks for the listed pages as somebody who sees all departments, one
after the other, so that the first person finds answers; then, at half speed, for what people
usually open beside (``hub.pages.usual``) where nothing is kept of it. Once a minute and at the
end answers are kept in a file (``hub.pages.shelved``). People who come meanwhile find what the
file had.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic
from typing import Any, Final

from hub import side_work
from hub.failure import Failure
from hub.gateway.keyring import Caller
from hub.gateway.problems import ProblemError
from hub.gateway.roles import may
from hub.pages.desk import Desk
from hub.pages.registry import PAGES, Page
from hub.pages.usual import beside, offices, reports

log = logging.getLogger(__name__)

_FIRST_S: Final = 5.0
"""Who comes at once after the start is not kept waiting behind pages nobody asked for."""
_EVERY_S: Final = 60.0
_LONGEST_REST_S: Final = 10.0
_NOBODY: Final = Caller("", "", "auditor", 0)


@contextmanager
def warmed(app: Any) -> Iterator[None]:
    """Keep the pages of the gateway *app* warm while the body runs."""
    ended = Event()
    try:
        with side_work.beside("warmer", lambda: _work(app, ended), ended):
            yield
    finally:
        _keep(app)


def warm(app: Any, ended: Event) -> None:
    """Ask for each listed page once, until *ended*."""
    for page in _listed():
        if not ended.is_set():
            _built(app, page, _NOBODY, {}, content=False)


def warm_beside(app: Any, ended: Event) -> None:
    """
    Ask for what people usually open beside, where nothing of it is kept, until *ended*.

    A rest as long as each took leaves half of a core to who came meanwhile.
    """
    for page, viewer, asked in _beside(app):
        begun = monotonic()
        try:
            _built(app, page, viewer, asked, content=True)
        except (Failure, ProblemError) as failure:
            log.info("page %s %s stays cold: %s", page.name, asked, failure)
        if ended.wait(min(_LONGEST_REST_S, monotonic() - begun)):
            return


def _beside(app: Any) -> Iterator[tuple[Page, Caller, dict[str, str]]]:
    for page in _listed():
        made = _built(app, page, _NOBODY, {}, content=True)
        yield from ((page, _NOBODY, asked) for asked in beside(page.name, made))
    for viewer in offices(app.state.door.keyring.callers()):
        yield from ((page, viewer, {}) for page in _listed() if may(viewer.role, page.right))
    one = next(page for page in PAGES if page.name == "report")
    yield from ((one, _NOBODY, asked) for asked in reports())


def _listed() -> list[Page]:
    return [page for page in PAGES if page.listed and not page.asks]


def _built(
    app: Any, page: Page, viewer: Caller, asked: dict[str, str], *, content: bool
) -> dict[str, Any]:
    shelf = app.state.pages.shelf
    desk = Desk(app.state.door.hub, shelf, viewer, "zh", asked, patience_s=None, content=content)
    return page.made(desk)


def _work(app: Any, ended: Event) -> None:
    if ended.wait(_FIRST_S):
        return
    try:
        warm(app, ended)
        warm_beside(app, ended)
    except (Failure, ProblemError, RuntimeError) as failure:
        # The warehouse is away: pages are answered as they are asked for.
        log.warning("pages stay cold: %s", failure)
    while not ended.wait(_EVERY_S):
        _keep(app)


def _keep(app: Any) -> None:
    """Write the answers down; a disk that is full is told, and tried again."""
    try:
        app.state.pages.shelf.keep()
    except OSError as error:
        log.warning("answers of pages are not kept: %s", error)

"""The pages there are: where each stands, who may see it, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from hub.pages.case import case
from hub.pages.desk import Desk
from hub.pages.today import today


class Page(NamedTuple):
    """``name`` is its template and its title; ``listed``: it stands in the menu."""

    name: str
    path: str
    build: Callable[[Desk], dict[str, Any]]
    right: str = "pages"
    listed: bool = True
    live: bool = True


PAGES: Final = (
    Page("today", "/pages/", today),
    Page("case", "/pages/cases/{case_id:path}", case, listed=False),
)

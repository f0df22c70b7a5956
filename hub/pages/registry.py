"""The pages there are: where each stands, who may see it, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from hub.pages.boards import bulletin, clusters, report, reports, scoreboard, trend
from hub.pages.case import case
from hub.pages.cases import cases
from hub.pages.console import console
from hub.pages.coverage import coverage
from hub.pages.desk import Desk
from hub.pages.outreach import outreach
from hub.pages.path import path
from hub.pages.quality import quality
from hub.pages.today import today
from hub.pages.visits import visits


class Page(NamedTuple):
    """
    ``name`` is its template and its title; ``listed``: it stands in the menu.

    ``live``: browsers fetch it again when the log has grown. ``asks``: it takes a form by POST,
    so that what was typed stands in no address.
    """

    name: str
    path: str
    build: Callable[[Desk], dict[str, Any]]
    right: str = "pages"
    listed: bool = True
    live: bool = True
    asks: bool = False

    def made(self, desk: Desk) -> dict[str, Any]:
        """Return all that showing it asks the desk for; what is drawn then finds it kept."""
        desk.department("")
        return {**self.build(desk), "now": desk.now()}


PAGES: Final = (
    Page("today", "/pages/", today),
    Page("cases", "/pages/cases", cases),
    Page("case", "/pages/cases/{case_id:path}", case, listed=False),
    Page("visits", "/pages/visits", visits),
    Page("scoreboard", "/pages/scoreboard", scoreboard),
    Page("coverage", "/pages/coverage", coverage),
    Page("clusters", "/pages/clusters", clusters),
    Page("trend", "/pages/trend", trend),
    Page("outreach", "/pages/outreach", outreach),
    Page("path", "/pages/path", path),
    Page("quality", "/pages/quality", quality),
    Page("bulletin", "/pages/bulletin", bulletin),
    Page("reports", "/pages/reports", reports, right="cases-all"),
    Page("report", "/pages/reports/{report}", report, right="cases-all", listed=False),
    Page("console", "/pages/console", console, right="sql", live=False, asks=True),
)

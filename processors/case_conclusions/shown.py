"""How instants stand in the rows and details of a case: RFC 3339 text, '' when there is none."""

from __future__ import annotations

from functools import lru_cache

from events.instant import render
from processors.cases.case_fact import Mark

moment = lru_cache(maxsize=1 << 16)(render)
"""``instant.render``, kept: the same instants of a case are said again and again."""


def moment_of(mark: Mark | None) -> str:
    """Return when *mark* was, '' for None."""
    return moment(mark.time) if mark else ""

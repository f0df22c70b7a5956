"""
What people usually open beside the pages as they stand in the menu, made in advance.

Of each page the choices it offers by itself: the levels of the map, the months beside this one,
the kinds of a path, every report. What was asked before a restart is kept (``shelved``) and not
among what is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from hub.gateway.keyring import Caller
from hub.gateway.roles import may
from hub.onboarding import LEVELS
from projections import reporting

Asked = dict[str, str]

_MOST: Final = 12
"""Choices of one page."""
_OFFICES: Final = 50
"""Departments whose own pages are made."""
_STATUSES: Final = ("open", "responded", "closed")


def beside(name: str, made: Mapping[str, Any]) -> list[Asked]:
    """Return what is asked of the page *name* beside nothing; *made*: as it is without."""
    return list(_BESIDE[name](made))[:_MOST] if name in _BESIDE else []


def _coverage(_: Mapping[str, Any]) -> Iterator[Asked]:
    return ({"level": level} for level in LEVELS)


def _visits(made: Mapping[str, Any]) -> Iterator[Asked]:
    return ({"month": made[month]} for month in ("before", "after"))


def _path(made: Mapping[str, Any]) -> Iterator[Asked]:
    return ({"kind": kind} for kind in made["kinds"])


def _clusters(made: Mapping[str, Any]) -> Iterator[Asked]:
    return ({"lead": row["lead_case"]} for row in made["rows"])


def _cases(_: Mapping[str, Any]) -> Iterator[Asked]:
    return ({"status": status} for status in _STATUSES)


def _outreach(made: Mapping[str, Any]) -> Iterator[Asked]:
    return ({"item": item} for item in made["choices"])


_BESIDE: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[Asked]]]] = {
    "coverage": _coverage,
    "visits": _visits,
    "path": _path,
    "clusters": _clusters,
    "cases": _cases,
    "outreach": _outreach,
}


def reports() -> list[Asked]:
    """Return what is asked of the page of one report, for each report."""
    return [{"report": one.name} for one in reporting.reports()]


def offices(callers: list[Caller]) -> list[Caller]:
    """Return one of *callers* for each role and department that sees its own only."""
    found = {
        (one.role, one.department): one
        for one in callers
        if one.department and may(one.role, "pages") and not may(one.role, "findings-all")
    }
    return list(found.values())[:_OFFICES]

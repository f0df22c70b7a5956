"""
What a page is made with: who looks, in which language, what they asked for, and the answers.

A department sees what is its own, and of ratings only groups that are large enough; what a
role may see of others is said by its rights. Answers are those of the operations that the
command line asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from events.messages import Language
from hub.gateway.keyring import Caller
from hub.gateway.roles import may
from hub.operations import reading
from hub.pages.shelf import PATIENCE_S, Make, Shelf, Version
from hub.pages.words import word
from hub.port import Hub
from projections import reporting
from projections.guarding import guarded

Rows = list[dict[str, Any]]

_NAMES: Final = "SELECT department_id, name FROM departments"
_NOW: Final = "SELECT now FROM now"
_LEAST: Final = "SELECT least_group FROM limits"


class Desk:
    """
    One per request. ``of``: the oldest version among the answers it was given.

    ``here`` is the address that was asked for; ``proof`` stands in forms that change something.
    """

    here = ""
    proof = ""

    def __init__(
        self,
        hub: Hub,
        shelf: Shelf,
        viewer: Caller,
        language: Language,
        asked: Mapping[str, str],
        patience_s: float | None = PATIENCE_S,
        first_s: float | None = None,
        *,
        content: bool = False,
    ) -> None:
        """
        *patience_s*: how long all its questions together wait for newer answers; *first_s*: for
        the first ones, None as long as it takes; *content*: with whatever is kept.
        """
        self.hub, self.shelf, self.viewer = hub, shelf, viewer
        self.language, self.asked = language, asked
        self.of: Version = shelf.version()
        self._until, self._first_until = _ends(patience_s), _ends(first_s)
        self._content = content

    def patient(self) -> Desk:
        """Return the desk of the same viewer who waits as long as it takes."""
        seen = (self.hub, self.shelf, self.viewer, self.language, self.asked)
        return Desk(*seen, patience_s=0.0, content=True)

    @property
    def whole(self) -> bool:
        """A table is asked for as a file: nothing of it is left out for being long."""
        return bool(self.asked.get("csv", ""))

    def file(self, table: str) -> str:
        """Return the address of a *table* of this page as a file."""
        return f"{self.here}{'&' if '?' in self.here else '?'}csv={table}"

    def may(self, right: str) -> bool:
        return may(self.viewer.role, right)

    @property
    def own(self) -> str:
        """The department whose cases alone may be seen, '' where all may."""
        return "" if self.may("cases-all") else self.viewer.department or "-"

    def said(self, name: str, most: int = 200) -> str:
        """Return what was asked for under *name*, '' for nothing."""
        return self.asked.get(name, "").strip()[:most]

    def kept(self, key: Any, make: Make) -> Any:
        """Return what *make* returns, from the shelf where it can be."""
        # A file is made in full: nobody comes back for it.
        first = None if self.whole else _left(self._first_until)
        left = _left(self._until)
        answer = self.shelf.ask(key, make, left, first, content=self._content)
        self.of = min(self.of, answer.of)
        return answer.value

    def rows(self, sql: str, **params: Any) -> Rows:
        """Return the rows that answer *sql*; those of a file are too many to be kept."""
        if self.whole:
            return self.hub.query(sql, params)
        key = (sql, tuple(sorted(params.items())))
        found: Rows = self.kept(key, lambda: self.hub.query(sql, params))
        return found

    def report(self, name: str, **options: str) -> Rows:
        """Return the rows of a report with those *options* that are not '', as may be seen."""
        given = {key: value for key, value in options.items() if value}
        key = ("report", name, tuple(sorted(given.items())))
        found: Rows = self.kept(key, lambda: reading.report(self.hub, name, given))
        if not self.own:
            return found
        return guarded(name, found, float(self.rows(_LEAST)[0]["least_group"]))

    def titles(self, name: str) -> list[tuple[str, str]]:
        """Return (column, title) of a report, in its order."""
        columns = reporting.find(name).columns
        return [(one.name, one.zh if self.language == "zh" else one.en) for one in columns]

    def now(self) -> str:
        """Return the last tick, '' where there is none yet."""
        rows = self.rows(_NOW)
        told = str(rows[0]["now"]) if rows else ""
        return "" if told.startswith("1970") else told

    def department(self, id: Any) -> str:
        """Return the name of the department *id*, else the id."""
        names = self.kept(
            "departments",
            lambda: {one["department_id"]: one["name"] for one in self.hub.query(_NAMES)},
        )
        return str(names.get(id) or id)

    def word(self, key: str, **values: Any) -> str:
        return word(self.language, key, **values)


def _ends(wait_s: float | None) -> float | None:
    return None if wait_s is None else monotonic() + wait_s


def _left(end: float | None) -> float | None:
    return None if end is None else max(0.0, end - monotonic())

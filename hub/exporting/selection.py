"""What an export is narrowed to, and for whom it is made."""

from __future__ import annotations

from typing import NamedTuple


class Selection(NamedTuple):
    """
    Whole cases and visits, never parts of them.

    ``since`` (included) and ``until`` (excluded) are local dates of a case's opening and a
    visit's beginning, '' for no bound. ``department``: only what it was given or took part in.
    ``reader``: a rated department that will see the export: its own work, and no ratings.
    """

    since: str = ""
    until: str = ""
    department: str = ""
    reader: str = ""

    def narrowed(self) -> dict[str, str]:
        """Return the bounds as ``projections.exports`` takes them; a reader sees its own work."""
        by = self.reader or self.department
        return {"since": self.since, "until": self.until, "department": by}

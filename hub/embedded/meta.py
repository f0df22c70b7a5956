"""Facts about the embedded log as a whole: its clock, and that it was begun."""

from __future__ import annotations

from typing import Final, Literal

from hub.sqlite import Database

Clock = Literal["event", "wall"]

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID
"""
_PUT: Final = """
INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
_CLOCK: Final = "clock"


class Meta:
    """Names and values; changes are kept with the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_SCHEMA)

    def clock(self) -> Clock:
        """Return how the log tells time. It begins with event time and turns to wall once."""
        found = self._database.row("SELECT value FROM meta WHERE name = ?", (_CLOCK,))
        return "wall" if found == ("wall",) else "event"

    def turn_to_wall(self) -> None:
        """Tell time by the wall from now on; there is no way back."""
        self._database.run(_PUT, (_CLOCK, "wall"))

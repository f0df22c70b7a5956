"""
What the log still has to hear of alerts: events kept in the outbox until topic ``alerts`` has them.

They are written in the transaction that notes the delivery they tell of, and taken out once the
log has acknowledged them. An alerter that dies in between says them again, under the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.record import Outgoing
from hub.sqlite import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS owed (
    number INTEGER PRIMARY KEY, topic TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL)
"""


class Owed:
    """Of one outbox, in its *database*; the outbox's lock is the caller's business."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_SCHEMA)

    def add(self, said: Iterable[Outgoing]) -> None:
        """Keep *said*, inside the caller's transaction."""
        sql = "INSERT INTO owed (topic, key, value) VALUES (?, ?, ?)"
        for one in said:
            self._database.run(sql, (one.topic, one.key, one.value))

    def first(self, limit: int = 1000) -> tuple[int, list[Outgoing]]:
        """Return what is owed, oldest first, and the number to be named when it is paid."""
        sql = "SELECT number, topic, key, value FROM owed ORDER BY number LIMIT ?"
        rows = list(self._database.rows(sql, (limit,)))
        return (rows[-1][0] if rows else 0), [Outgoing(*row[1:]) for row in rows]

    def paid(self, number: int) -> None:
        """Forget what was owed up to *number*: the log has it."""
        self._database.run("DELETE FROM owed WHERE number <= ?", (number,))

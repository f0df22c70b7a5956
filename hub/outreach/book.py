"""
Which offers each letter makes, in the alerter's own file; and which of them the log has.

An offer is written down once its letter is posted, for one that is written down is not told again:
after a crash in between, telling posts the same letter, which goes out once. It is said in the log
when the letter has arrived, and marked after that; a crash in between says it again, same id.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import RLock
from typing import Any, Final

import orjson

from events.instant import Instant
from hub.alerting.outbox import SENT
from hub.outreach.letters import Letter, Offer
from hub.sqlite import Database

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS offer (
    offer_id TEXT PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL, made INTEGER NOT NULL
) WITHOUT ROWID
"""
_ARRIVED: Final = """
SELECT offer_id, data, min(delivered.at) FROM offer JOIN delivered USING (key)
WHERE made = 0 AND outcome = ? GROUP BY offer_id, data ORDER BY offer_id
"""


class Book:
    """One per file (``alerts.sqlite``). Methods may be called from any thread; they take turns."""

    def __init__(self, path: Path) -> None:
        self._database, self._turn = Database(path), RLock()
        self._database.run(_SCHEMA)

    def on_its_way(self) -> frozenset[str]:
        """Return the offers that some letter makes or has made."""
        with self._turn:
            return frozenset(id for (id,) in self._database.rows("SELECT offer_id FROM offer"))

    def write(self, letter: Letter) -> None:
        """Note what *letter* offers; an offer that another letter makes stays that one's."""
        with self._turn, self._database.transaction():
            for one in letter.offers:
                row = (one.offer_id, letter.message.key, orjson.dumps(dict(one.data)))
                self._database.run("INSERT OR IGNORE INTO offer VALUES (?, ?, ?, 0)", row)

    def arrived(self) -> list[tuple[Offer, Instant]]:
        """Return the offers whose letters arrived, and when, that the log was not told of."""
        with self._turn:
            rows: list[Any] = list(self._database.rows(_ARRIVED, (SENT,)))
        return [(Offer(id, orjson.loads(data)), Instant(at)) for id, data, at in rows]

    def made(self, offers: Iterable[Offer]) -> None:
        """Note that the log was told of *offers*."""
        with self._turn, self._database.transaction():
            for one in offers:
                self._database.run("UPDATE offer SET made = 1 WHERE offer_id = ?", (one.offer_id,))

    def close(self) -> None:
        self._database.close()

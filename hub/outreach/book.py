"""
Which offers each letter makes, in the alerter's own file; and which of them the log has.

An offer is written down once its letter is posted, for one that is written down is not told again:
after a crash in between, telling posts the same letter, which goes out once. It is said in the log
when the letter has arrived, and marked once intake took it; a crash in between says it again, same
id. The offers of a letter that ended dead may be told again, by another letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple

import orjson

from events.instant import Instant
from hub.alerting.outbox import SENT
from hub.outreach.letters import Letter, Offer
from hub.sqlite import Database

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS offer (
    offer_id TEXT PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL, made INTEGER NOT NULL,
    channel_ref TEXT NOT NULL DEFAULT '', said INTEGER NOT NULL DEFAULT 0,
    refused TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
"""
_ADDED: Final = (
    "channel_ref TEXT NOT NULL DEFAULT ''",
    "said INTEGER NOT NULL DEFAULT 0",
    "refused TEXT NOT NULL DEFAULT ''",
)
"""Columns that a book of an older hub lacks."""
_ALIVE: Final = """
EXISTS (SELECT 1 FROM delivery WHERE delivery.key = offer.key AND state != 'dead')
"""
"""The letter is on its way, or arrived."""
_ARRIVED: Final = """
SELECT offer_id, data, min(delivered.at), said FROM offer JOIN delivered USING (key)
WHERE made = 0 AND refused = '' AND outcome = ? GROUP BY offer_id, data, said ORDER BY offer_id
"""
_WRITE: Final = f"""
INSERT INTO offer (offer_id, key, data, made, channel_ref) VALUES (?, ?, ?, 0, ?)
ON CONFLICT (offer_id) DO UPDATE SET key = excluded.key, channel_ref = excluded.channel_ref
WHERE made = 0 AND NOT {_ALIVE}
"""  # noqa: S608 - put together of constants
_STATES: Final = f"""
SELECT offer_id, data, CASE
    WHEN refused != '' THEN 'refused: ' || refused
    WHEN made THEN 'told'
    WHEN EXISTS (
        SELECT 1 FROM delivered WHERE delivered.key = offer.key AND outcome = '{SENT}'
    ) THEN 'arrived'
    WHEN {_ALIVE} THEN 'on-its-way'
    ELSE 'dead' END
FROM offer ORDER BY 3, offer_id LIMIT ?
"""  # noqa: S608 - put together of constants


class Arrived(NamedTuple):
    """An offer whose letter arrived ``at``; ``said`` to the log then, 0 for not yet."""

    offer: Offer
    at: Instant
    said: int


class Book:
    """One per file (``alerts.sqlite``). Methods may be called from any thread; they take turns."""

    def __init__(self, path: Path) -> None:
        self._database, self._turn = Database(path), RLock()
        self._database.run(_SCHEMA)
        self._database.widen("offer", _ADDED)

    def on_its_way(self) -> frozenset[str]:
        """Return the offers that some letter makes or has made; a dead letter makes none."""
        sql = f"SELECT offer_id FROM offer WHERE made OR {_ALIVE}"  # noqa: S608 - of constants
        with self._turn:
            return frozenset(id for (id,) in self._database.rows(sql))

    def write(self, letter: Letter) -> None:
        """Note what *letter* offers; an offer of a letter that lives stays that one's."""
        with self._turn, self._database.transaction():
            for one in letter.offers:
                said = orjson.dumps(dict(one.data))
                row = (one.offer_id, letter.message.key, said, letter.channel_ref)
                self._database.run(_WRITE, row)

    def arrived(self) -> list[Arrived]:
        """Return the offers whose letters arrived that the log is not known to have."""
        with self._turn:
            rows: list[Any] = list(self._database.rows(_ARRIVED, (SENT,)))
        return [Arrived(Offer(id, orjson.loads(d)), Instant(at), said) for id, d, at, said in rows]

    def dead(self) -> list[tuple[str, str]]:
        """Return (key, ``channel_ref``) of the letters that nobody got and nothing tries."""
        sql = f"""SELECT DISTINCT key, channel_ref FROM offer
            WHERE made = 0 AND channel_ref != '' AND NOT {_ALIVE} ORDER BY key"""  # noqa: S608 - of constants
        with self._turn:
            return list(self._database.rows(sql))

    def listed(self, limit: int) -> list[dict[str, Any]]:
        """Return the offers with their ``state``, for people."""
        with self._turn:
            rows: list[Any] = list(self._database.rows(_STATES, (limit,)))
        return [{"state": state, **orjson.loads(data)} for _, data, state in rows]

    def said(self, offers: Iterable[Offer], at: Instant) -> None:
        """Note that *offers* were said to intake, whose word is awaited."""
        self._note("said = ?", at, offers)

    def made(self, offers: Iterable[Offer]) -> None:
        """Note that the log has *offers*."""
        self._note("made = ?", 1, offers)

    def refused(self, offer: Offer, code: str) -> None:
        """Note that intake refused *offer*: it is not said again."""
        self._note("refused = ?", code, (offer,))

    def _note(self, what: str, value: Any, offers: Iterable[Offer]) -> None:
        with self._turn, self._database.transaction():
            for one in offers:
                sql = f"UPDATE offer SET {what} WHERE offer_id = ?"  # noqa: S608 - names of ours
                self._database.run(sql, (value, one.offer_id))

    def close(self) -> None:
        self._database.close()

"""
The vault: what is known of people, by pseudonym, sealed under a key of each person.

Intake entrusts it with what it took out of events (``events.people``), departments with contact
data, the alerter with officers' addresses. A fact is a name and a text; the same name again
replaces it. ``find`` knows people by the pseudonyms of what was told of them, never by the values
themselves. To forget a person is to shred their key: copies of the sealed facts, wherever they
are, say nothing any more.

Files, beside each other: ``vault.sqlite`` (sealed facts), ``vault.keys`` (wrapped keys),
``hub.key`` (the hub's own). Several processes of one machine may have them open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import RLock
from typing import Final

from events.instant import Instant
from events.people import Entrusted, plain
from hub.vault.days import Days
from hub.vault.keys import Keys, private, scrub
from hub.vault.sealing import PERSON, AlteredError, HubKey, seal, unseal

_SCHEMA: Final = (
    """
    CREATE TABLE IF NOT EXISTS fact (
        person TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (person, name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS alias (
        alias TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (alias, person)
    ) WITHOUT ROWID
    """,
)
_PUT: Final = "INSERT OR REPLACE INTO fact VALUES (?, ?, ?)"
_KNOWN: Final = "INSERT OR IGNORE INTO alias VALUES (?, ?)"
_FACTS: Final = "SELECT name, sealed FROM fact WHERE person = ? ORDER BY name"
KNOWN_BY: Final = ("id", "name", "telephone")
"""Facts by which ``find`` knows a person."""


class Vault:
    """One per process and folder. Methods may be called from any thread; they take turns."""

    def __init__(self, path: Path) -> None:
        self._turn = RLock()
        self._database = private(path)
        self.hub = HubKey(path.with_name("hub.key"))
        self._keys = Keys(path.with_suffix(".keys"), self.hub)
        self._days = Days(self._keys)
        self._held: list[Entrusted] = []
        self._leaving: list[str] = []
        for statement in _SCHEMA:
            self._database.run(statement)

    def pseudonym(self, text: str) -> str:
        """Return the pseudonym of *text*; the same one for as long as the hub's key lasts."""
        return self.hub.pseudonym(text)

    def seal(self, raw: bytes, at: Instant) -> str:
        """Return *raw* as text that can be read until the key of the day of *at* expires."""
        with self._turn:
            return self._days.seal(raw, at)

    def unseal(self, text: str) -> bytes | None:
        """Return what ``seal`` sealed, None once its key is gone; raise ``AlteredError``."""
        with self._turn:
            return self._days.unseal(text)

    def expire(self, now: Instant) -> int:
        """Shred the keys of days that are over; return how many there were."""
        with self._turn:
            return self._days.expire(now)

    def hold(self, entrusted: Iterable[Entrusted], leaving: str = "") -> None:
        """Keep *entrusted* at the next ``write``; forget *leaving* then."""
        self._held.extend(entrusted)
        if leaving:
            self._leaving.append(leaving)

    def drop(self) -> None:
        """Let go of what is held: its batch comes again."""
        self._held.clear()
        self._leaving.clear()

    def write(self) -> None:
        """Make durable what is held, and do what must be forgotten."""
        for one in self._held:
            self.put(one.person, one.facts)
        for person in self._leaving:
            self.forget(person)
        self.drop()

    def put(self, person: str, facts: Mapping[str, str]) -> bool:
        """Keep *facts* of *person*; False, and nothing kept, of one who was forgotten."""
        with self._turn:
            if self._keys.is_forgotten(person):
                return False
            key = self._keys.get_or_make(PERSON + person)
            with self._database.transaction():
                for name, said in facts.items():
                    sealed = seal(key, said.encode(), f"{person}\x1f{name}")
                    self._database.run(_PUT, (person, name, sealed))
                    if name in KNOWN_BY:
                        alias = self.pseudonym(plain(said))
                        self._database.run(_KNOWN, (alias, person))
        return True

    def facts(self, person: str) -> dict[str, str]:
        """Return what is known of *person*; nothing of one who was forgotten."""
        with self._turn:
            key = self._keys.get(PERSON + person)
            if key is None:
                return {}
            rows = list(self._database.rows(_FACTS, (person,)))
            return {
                name: unseal(key, sealed, f"{person}\x1f{name}").decode() for name, sealed in rows
            }

    def having(self, prefix: str) -> list[str]:
        """Return who has a fact whose name begins with *prefix*."""
        asked = "SELECT DISTINCT person FROM fact WHERE substr(name, 1, ?) = ? ORDER BY person"
        with self._turn:
            return [row[0] for row in self._database.rows(asked, (len(prefix), prefix))]

    def scrub(self) -> None:
        """Leave nothing readable of what was deleted."""
        with self._turn:
            scrub(self._database)

    def find(self, said: str) -> list[str]:
        """Return the people whom *said* names: a pseudonym or id, or a value told of them."""
        with self._turn:
            asked = "SELECT 1 FROM fact WHERE person = ?"
            if self._database.row(asked, (said,)) is not None:
                return [said]
            asked = "SELECT person FROM alias WHERE alias = ? ORDER BY person"
            rows = self._database.rows(asked, (self.pseudonym(plain(said)),))
            return [person for (person,) in rows]

    def is_forgotten(self, person: str) -> bool:
        with self._turn:
            return self._keys.is_forgotten(person)

    def forget(self, person: str) -> bool:
        """Shred what is known of *person*, for good; tell whether anything was."""
        with self._turn:
            self._keys.forget(person)
            return self.clear(person)

    def forget_in(self, copy: Path, person: str) -> None:
        """Forget *person* also in *copy*, a copy of the file of keys."""
        keys = Keys(copy, self.hub)
        try:
            keys.forget(person)
            keys.shred([PERSON + person])
        finally:
            keys.close()

    def clear(self, person: str) -> bool:
        """Shred what is known of *person* now; who comes again gets a new key."""
        with self._turn:
            shredded = self._keys.shred([PERSON + person])
            with self._database.transaction():
                self._database.run("DELETE FROM fact WHERE person = ?", (person,))
                self._database.run("DELETE FROM alias WHERE person = ?", (person,))
            scrub(self._database)
            return shredded > 0

    def close(self) -> None:
        self._keys.close()
        self._database.close()


__all__ = ["AlteredError", "Vault"]

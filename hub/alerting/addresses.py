"""
Addresses in the vault: how the person behind a ``channel_ref`` is reached. Apart from the log.

A reference may have several addresses, a message goes to each. An address is an apprise URL
(``mailto://``, ``wecombot://``, ``dingtalk://``, ``feishu://`` …), ``webhook+https://…`` with a
secret to sign with, or ``alertmanager+http://…``. Each is a fact of the person in ``hub.vault``,
sealed under that person's key; to forget somebody is to shred the key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from events import ids
from hub.sqlite import Database
from hub.vault.store import Vault

_FACT: Final = "address:"


class Address(NamedTuple):
    """``secret`` signs webhooks; '' elsewhere."""

    id: str
    channel_ref: str
    url: str
    secret: str = ""

    @property
    def channel(self) -> str:
        """``mailto``, ``webhook+https`` …: what may be told of an address."""
        return self.url.partition(":")[0]


class Addresses:
    """One per file. Methods may be called from any thread; they take turns."""

    def __init__(self, path: Path) -> None:
        self._people = Vault(path)
        self._take_over(path)

    def put(self, channel_ref: str, url: str, secret: str = "") -> Address:
        """Keep an address; the same one again takes the new secret."""
        address = Address(ids.make("address", channel_ref, url), channel_ref, url, secret)
        said = orjson.dumps({"url": url, "secret": secret}).decode()
        self._people.put(channel_ref, {_FACT + address.id: said})
        return address

    def forget(self, channel_ref: str) -> int:
        """Shred all addresses of *channel_ref*; return how many there were."""
        count = len(self.of(channel_ref))
        if count:
            self._people.clear(channel_ref)
        return count

    def of(self, channel_ref: str) -> list[Address]:
        facts = self._people.facts(channel_ref).items()
        return [_address(channel_ref, name, said) for name, said in facts if _FACT in name]

    def get(self, id: str) -> Address | None:
        return next((address for address in self.all() if address.id == id), None)

    def all(self) -> list[Address]:
        found = [one for person in self._people.having(_FACT) for one in self.of(person)]
        return sorted(found)

    def close(self) -> None:
        self._people.close()

    def _take_over(self, path: Path) -> None:
        """Seal what an older hub kept as it was."""
        database = Database(path)
        try:
            known = "SELECT name FROM sqlite_master WHERE name = 'address'"
            if database.row(known) is None:
                return
            rows: list[Any] = list(database.rows("SELECT channel_ref, url, secret FROM address"))
            for row in rows:
                self.put(*row)
            database.run("PRAGMA secure_delete=ON")
            database.run("DELETE FROM address")
            database.run("DROP TABLE address")
        finally:
            database.close()
        self._people.scrub()


def _address(channel_ref: str, name: str, said: str) -> Address:
    return Address(name.removeprefix(_FACT), channel_ref, **orjson.loads(said))

"""
The vault of addresses: how the person behind a ``channel_ref`` is reached. Apart from the log.

A reference may have several addresses, a message goes to each. An address is an apprise URL
(``mailto://``, ``wecombot://``, ``dingtalk://``, ``feishu://`` …), ``webhook+https://…`` with a
secret to sign with, or ``alertmanager+http://…``. The file is readable by its owner alone; to
forget somebody is to delete their row.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

from events import ids
from hub.sqlite import Database

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS address (
    id TEXT PRIMARY KEY, channel_ref TEXT NOT NULL, url TEXT NOT NULL, secret TEXT NOT NULL
)
"""


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


class Vault:
    """One per file. Methods may be called from any thread; they take turns."""

    def __init__(self, path: Path) -> None:
        self._turn = Lock()
        self._database = Database(path)
        os.chmod(path, 0o600)  # noqa: PTH101 - the file may be a mount of its own
        self._database.run(_SCHEMA)

    def put(self, channel_ref: str, url: str, secret: str = "") -> Address:
        """Keep an address; the same one again takes the new secret."""
        address = Address(ids.make("address", channel_ref, url), channel_ref, url, secret)
        with self._turn, self._database.transaction():
            self._database.run("INSERT OR REPLACE INTO address VALUES (?, ?, ?, ?)", address)
        return address

    def forget(self, channel_ref: str) -> int:
        """Delete all addresses of *channel_ref*; return how many there were."""
        count = len(self.of(channel_ref))
        with self._turn, self._database.transaction():
            self._database.run("DELETE FROM address WHERE channel_ref = ?", (channel_ref,))
        return count

    def of(self, channel_ref: str) -> list[Address]:
        return [address for address in self.all() if address.channel_ref == channel_ref]

    def get(self, id: str) -> Address | None:
        return next((address for address in self.all() if address.id == id), None)

    def all(self) -> list[Address]:
        with self._turn:
            rows: list[Any] = list(self._database.rows("SELECT * FROM address ORDER BY id"))
        return [Address(*row) for row in rows]

    def close(self) -> None:
        self._database.close()

"""
Keys of days: refused records are sealed with the key of the day (UTC) on which they came.

After ``KEPT_DAYS`` the key is shredded, and nobody can read them any more: that they came, from
whom, why they were refused and their digest stay. A sealed text is ``sealed:<day>:<base64>``.

Source: the contract, "Personal data": ``rejected.raw`` is sealed with a key that expires, and a
forget is complete once the ingest topics' seven days are over.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from datetime import timedelta
from typing import Final

from events.instant import Instant, to_datetime
from hub.vault.keys import Keys
from hub.vault.sealing import AlteredError, seal, unseal

KEPT_DAYS: Final = 7
"""As long as the ingest topics keep what was sent."""
KEPT: Final = timedelta(days=KEPT_DAYS) // timedelta(microseconds=1)
"""The same in microseconds."""
SEALED: Final = "sealed:"
_DAY: Final = "day:"


class Days:
    """Seals with the key of a day, kept among *keys*."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._today: tuple[str, bytes] = ("", b"")

    def seal(self, raw: bytes, at: Instant) -> str:
        day = to_datetime(at).date().isoformat()
        if self._today[0] != day:
            self._today = day, self._keys.get_or_make(_DAY + day)
        return f"{SEALED}{day}:{b64encode(seal(self._today[1], raw, day)).decode()}"

    def unseal(self, text: str) -> bytes | None:
        _, day, said = text.split(":", 2)
        key = self._keys.get(_DAY + day)
        if key is None:
            return None
        try:
            return unseal(key, b64decode(said, validate=True), day)
        except Error as error:
            raise AlteredError(day) from error

    def expire(self, now: Instant) -> int:
        """Shred the keys of days that ended more than ``KEPT_DAYS`` before *now*."""
        first = (to_datetime(now) - timedelta(days=KEPT_DAYS)).date().isoformat()
        gone = [name for name in self._keys.names(_DAY) if name.removeprefix(_DAY) < first]
        self._today = ("", b"")
        return self._keys.shred(gone) if gone else 0

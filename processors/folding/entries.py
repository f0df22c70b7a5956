"""
The entries of a partition by key; those that nobody asked for of late stay packed.

Most keys are not touched for days. A live entry is a tree of objects; packed it is a string of
bytes, a twentieth of that. So a partition keeps the entries it used last, and packs the others
when a checkpoint has been taken, where they cannot differ from what was written. After a crash
everything is packed until asked for: reading a packed entry's due takes a microsecond, unpacking
it a hundred, so a worker with a million keys works again within seconds.

What is packed here is deflated, against the first entry that was: entries of one fold say much
the same. What a checkpoint gave back is held as it came, so that a restart takes no longer.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, Generic, TypeVar

from events.instant import Instant
from processors.folding import checkpoint
from processors.folding.checkpoint import Entry
from processors.folding.fold import Fold

S = TypeVar("S")

LIVE: Final = 8_192
"""Entries of one partition that stay unpacked: a bound of memory, seen in no conclusion."""

_DEFLATED: Final = b"\0"  # no JSON begins so


class Entries(Generic[S]):
    """A mapping from key to entry, in the order in which keys came."""

    def __init__(self, fold: Fold[S], live: int = LIVE) -> None:
        self._fold, self._bound = fold, live
        self._held: dict[str, Entry[S] | bytes] = {}
        self._live: dict[str, None] = {}
        """The keys of what is unpacked, the one used last at the end."""
        self._likeness = b""

    def take_back(self, key: str, packed: bytes) -> Instant | None:
        """Hold what ``checkpoint.pack`` gave for *key*; return when it is next due."""
        self._held[key] = packed
        return checkpoint.due_of(packed)

    def pack_cold(self, packed: Mapping[str, bytes | None]) -> None:
        """
        Keep only the entries used last as objects; nobody may hold one across this call.

        Those that are saved in parts are few, and stay. *packed*: what ``checkpoint.pack`` gives
        for some of them, where it is known.
        """
        for key in list(islice(self._live, max(0, len(self._live) - self._bound))):
            del self._live[key]
            if not _in_parts(self._held[key]):
                self._held[key] = self._deflated(packed.get(key) or self._packed(key))

    def get(self, key: str) -> Entry[S] | None:
        held = self._held.get(key)
        return self._unpacked(key, held) if isinstance(held, bytes) else held

    def __getitem__(self, key: str) -> Entry[S]:
        held = self._held[key]
        return self._unpacked(key, held) if isinstance(held, bytes) else held

    def __setitem__(self, key: str, entry: Entry[S]) -> None:
        self._held[key] = entry
        self._live.pop(key, None)
        self._live[key] = None

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def items(self) -> Iterator[tuple[str, Entry[S]]]:
        """Yield every key with its entry, unpacked."""
        return ((key, self[key]) for key in list(self._held))

    def _unpacked(self, key: str, packed: bytes) -> Entry[S]:
        entry = self._held[key] = checkpoint.unpack(self._fold, self._inflated(packed))
        self._live[key] = None
        return entry

    def _packed(self, key: str) -> bytes:
        return checkpoint.pack(self._fold, self[key])

    def _deflated(self, packed: bytes) -> bytes:
        self._likeness = self._likeness or packed
        deflate = zlib.compressobj(zlib.Z_BEST_SPEED, wbits=-15, zdict=self._likeness)
        return _DEFLATED + deflate.compress(packed) + deflate.flush()

    def _inflated(self, held: bytes) -> bytes:
        if not held.startswith(_DEFLATED):
            return held
        inflate = zlib.decompressobj(wbits=-15, zdict=self._likeness)
        return inflate.decompress(held[1:]) + inflate.flush()


def _in_parts(held: Entry[Any] | bytes) -> bool:
    return isinstance(held, Entry) and held.parted

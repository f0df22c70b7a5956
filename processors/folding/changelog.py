"""
Checkpoints in Kafka: what one partition's changelog holds, as pure values.

Every folded topic has a compacted changelog with as many partitions; the entries of
``Partition.changed`` stand there by key, the partition's own entry last. Restoring
reads the whole changelog partition and keeps the latest value of each key.

Each owner writes under its own *fence*: one more than the greatest its predecessor wrote,
claimed by an entry of its own before the first record is folded. A worker that lost the
partition and does not know it yet still writes under the old fence, behind that claim. Such
an entry may hide a newer state, so a changelog that holds one is not trusted: the partition
is folded again from its first record, which costs time and never an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from events.record import Headers, Record
from processors.folding.checkpoint import FORMAT, POSITION

_PREFIX: Final = "changelog."
_FENCE: Final = "fence"
_FORMAT: Final = "format"


def changelog_of(topic: str) -> str:
    """Return the changelog of a folded *topic*."""
    return _PREFIX + topic


class Write(NamedTuple):
    """One entry to be written; ``value`` None deletes the key."""

    key: bytes
    value: bytes | None
    headers: Headers


def writes(entries: Mapping[str, bytes | None], fence: int) -> Iterator[Write]:
    """Yield *entries* as they go to the changelog: the partition's own entry last."""
    headers = ((_FENCE, b"%d" % fence), (_FORMAT, b"%d" % FORMAT))
    for key, value in entries.items():
        if key != POSITION:
            yield Write(key.encode(), value, headers)
    if POSITION in entries:
        yield Write(POSITION.encode(), entries[POSITION], headers)


class Restored:
    """What a changelog partition holds, gathered record by record in its order."""

    def __init__(self) -> None:
        self.fence = 0
        self._latest: dict[str, bytes] = {}
        self._stale: set[str] = set()
        self._foreign: set[str] = set()

    def learn(self, record: Record) -> None:
        """Take one entry; an empty value is a deletion (no entry of ours is empty)."""
        fence, key = _number(_FENCE, record.headers), record.key.decode()
        if fence < self.fence:
            self._stale.add(key)
            return
        self.fence = fence
        self._stale.discard(key)
        self._foreign.discard(key)
        if record.value and _number(_FORMAT, record.headers) != FORMAT:
            self._foreign.add(key)
            self._latest.pop(key, None)
        elif record.value:
            self._latest[key] = record.value
        else:
            self._latest.pop(key, None)

    @property
    def trusted(self) -> bool:
        """Tell whether no owner was written over, and the format of it all is this one."""
        return not self._stale and POSITION not in self._foreign

    def entries(self) -> Iterator[tuple[str, bytes]]:
        """Yield the latest entry of every key."""
        yield from self._latest.items()


def _number(wanted: str, headers: Headers) -> int:
    return next((int(value) for name, value in headers if name == wanted), 0)

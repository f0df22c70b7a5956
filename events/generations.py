"""
Generations of a log: what another number of partitions gives a new one of.

The journals and what is derived from them are topics of one generation. The first, 0, has the
contract's names; generation n adds ``.gn`` to them (``journal.cases.g1``). A record names the
topic it stands in, an origin and a checkpoint so too; what is still to be appended names the
contract's topic, and whoever appends it knows which generation is live.

A record copied from an older generation says in the header ``copied`` where it stood and when it
was appended there, and its header ``origin`` has another name: readers skip what comes behind a
later word of the same origin, and a copy mixes the words that stood in several partitions.
``original`` gives it back as it was: who shows records shows that one, so
an event keeps its place for analysts, and projecting a copy writes the same row again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from events import topics
from events.record import Headers, Record

_COPIED: Final = "copied"
_ORIGIN: Final = "origin"
_STOOD: Final = "stood-origin"


@dataclass(frozen=True, slots=True)
class Layout:
    """The live ``generation`` of a log; ``counts`` of partitions by the contract's names."""

    generation: int = 0
    counts: Mapping[str, int] = field(default_factory=lambda: topics.PARTITIONS)

    def live(self, topic: str) -> str:
        """Return the name under which the contract's *topic* stands now."""
        return topics.of_generation(topic, self.generation)

    @property
    def journals(self) -> tuple[str, ...]:
        return tuple(map(self.live, topics.JOURNALS))

    @property
    def derived(self) -> tuple[str, ...]:
        return tuple(map(self.live, topics.DERIVED))

    def stands(self, topic: str) -> bool:
        """Tell whether *topic* is none of a generation, or of the live one."""
        return self.live(topics.kind(topic)) == topic

    @property
    def journal_places(self) -> list[tuple[str, int]]:
        """Every partition of the live journals."""
        return [(self.live(t), n) for t in topics.JOURNALS for n in range(self.counts[t])]


FIRST: Final = Layout()
"""The generation of a new log."""


def copied(record: Record) -> Headers:
    """Return the headers of a copy of *record*, which tell where it stood."""
    topic, partition, offset, _, _, headers, timestamp = record
    stood = (_COPIED, f"{topic}:{partition}:{offset}:{timestamp}".encode())
    return (*_renamed(headers, _ORIGIN, _STOOD), stood)


def _renamed(headers: Headers, old: str, new: str) -> Headers:
    return tuple((new if name == old else name, value) for name, value in headers)


def is_copy(record: Record) -> bool:
    return any(name == _COPIED for name, _ in record.headers)


def original(record: Record) -> Record:
    """Return *record* as it stood in the generation it was first appended to."""
    headers = record.headers
    while headers and headers[-1][0] == _COPIED:
        topic, *numbers = headers[-1][1].decode().rsplit(":", 3)
        partition, offset, timestamp = map(int, numbers)
        headers = _renamed(headers[:-1], _STOOD, _ORIGIN)
        record = Record(topic, partition, offset, *record[3:5], headers, timestamp)
    return record

"""
Checkpoints: what a partition keeps across restarts, as bytes.

One entry per key: the fold's state, what was said about each subject, and when the key is
next due; of a key whose state grows with its history many (``processors.folding.parts``). One entry
for the reference data, and last the partition's own (``POSITION``): the next offset, the ticks
heard per origin, the last origin folded per source partition.

Checkpoints carry the number of their format. One of another format is never read: state is not
the truth, so the partition is folded again from its log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

import orjson

from events.instant import Instant
from events.record import Origin
from processors.folding.fold import Fold
from processors.folding.raising import Said, SaidFinding, SaidSnapshot
from processors.published.reference import Reference

S = TypeVar("S")

POSITION = "\x1fposition"
REFERENCE = "\x1freference"
"""Control characters cannot stand in a key: intake refuses them."""

FORMAT = 7
"""Raise it with every change of what is packed here or by a fold's ``dump``."""
RULES = 11
"""Raise it with every change of what a detector says: all is concluded anew, held against what
the version before said, and what no longer holds is taken back. A hub whose checkpoints and log are
one transaction knows what that is; a worker hears it from the log (``folding.last_words``)."""

_DUE = b'{"due":'
_NEVER = Instant(0)


@dataclass(slots=True)
class Entry(Generic[S]):
    """
    One key: its state, what was said per subject, and its next due instant.

    ``read``: the offset after the last record of the key. An entry may be written before the
    partition's position; what it has folded then comes again, and is skipped.
    """

    state: S
    said: dict[str, Said]
    due: Instant | None
    read: int = 0
    unsaved: Any = None
    """
    What a key that is saved in parts has not saved yet (``processors.folding.parts.Unsaved``).
    """
    parted: bool = False
    """The key is saved in parts."""


@dataclass(slots=True)
class Position:
    """
    How far a partition has folded. It moves with every record, so it changes in place.

    ``folded`` maps ``topic:partition`` of an origin to the (offset, part) last folded;
    ``ticks`` the same to its greatest tick. ``ruled`` is the now up to which policies that
    become valid later have been applied. Below ``said_to`` an owner that died may have concluded
    in batches nobody knows now. ``rules``: the version of the detectors that concluded last.
    """

    offset: int = 0
    now: Instant = _NEVER
    ruled: Instant = _NEVER
    folded: dict[str, tuple[int, int]] = field(default_factory=dict)
    ticks: dict[str, Instant] = field(default_factory=dict)
    said_to: int = 0
    rules: int = field(default_factory=lambda: RULES)

    def pass_by(self, offset: int, origin: Origin | None) -> bool:
        """Move behind the entry at *offset*; return whether its *origin* was folded before."""
        self.offset = offset + 1
        if origin is None:
            return False
        source, at = _source(origin.topic, origin.partition), (origin.offset, origin.part)
        last = self.folded.get(source)
        if last is not None and at <= last:
            return True
        self.folded[source] = at
        return False

    def are_rules_new(self) -> bool:
        """Tell whether older detectors concluded last, and note that today's do from now on."""
        before, self.rules = self.rules, RULES
        return before != RULES

    def ticked(self, at: Instant, origin: Origin | None, origins: int) -> None:
        """
        Hear a tick: time never turns back.

        On a derived topic it waits until all *origins* were heard, then for the slowest.
        """
        if origin is not None:
            source = _source(origin.topic, origin.partition)
            self.ticks[source] = max(at, self.ticks.get(source, at))
            at = min(self.ticks.values()) if len(self.ticks) >= origins else self.now
        self.now = max(self.now, at)


@lru_cache(maxsize=1024)
def _source(topic: str, partition: int) -> str:
    return f"{topic}:{partition}"


def pack(fold: Fold[S], entry: Entry[S]) -> bytes:
    """Return one key's entry as bytes."""
    said = {subject: dump_said(said) for subject, said in entry.said.items()}
    state = fold.dump(entry.state)
    values = {"due": entry.due, "read": entry.read, "state": state, "said": said}
    return orjson.dumps(values, default=tuple)  # orjson does not know named tuples as tuples


def unpack(fold: Fold[S], packed: bytes) -> Entry[S]:
    """Return the entry that ``pack`` made."""
    values = orjson.loads(packed)
    said = {subject: load_said(said) for subject, said in values["said"].items()}
    return Entry(fold.load(values["state"]), said, values["due"], values["read"])


def due_of(packed: bytes) -> Instant | None:
    """Return the due instant of a packed entry, which stands first in it, and unpack nothing."""
    due = packed[len(_DUE) : packed.index(b",")]
    return None if due == b"null" else Instant(int(due))


def dump_said(said: Said) -> list[Any]:
    """Return *said* as JSON values."""
    findings = [[id, f.document.decode(), f.revision, f.status] for id, f in said.findings.items()]
    shown = [[key, s.digest, s.stub] for key, s in said.snapshots.items()]
    return [findings, shown, said.notices]


def load_said(values: list[Any]) -> Said:
    """Return what ``dump_said`` gave *values* for."""
    findings, shown, notices = values
    return Said(
        {id: SaidFinding.of(document.encode(), *rest) for id, document, *rest in findings},
        {key: SaidSnapshot(digest, stub) for key, digest, stub in shown},
        tuple(notices),
    )


def pack_position(position: Position) -> bytes:
    """Return the partition's own entry as bytes."""
    values = {
        "offset": position.offset,
        "now": position.now,
        "ruled": position.ruled,
        "folded": position.folded,
        "ticks": position.ticks,
        "said_to": position.said_to,
        "rules": position.rules,
        "format": FORMAT,
    }
    return orjson.dumps(values)


def unpack_position(packed: bytes) -> Position:
    """Return the position that ``pack_position`` packed."""
    values = orjson.loads(packed)
    del values["format"]
    folded = {source: (last[0], last[1]) for source, last in values.pop("folded").items()}
    return Position(folded=folded, **values)


def readable(position: bytes | None) -> bool:
    """Tell whether the checkpoint that ends in the entry *position* is of this format."""
    return position is None or orjson.loads(position).get("format") == FORMAT


def pack_reference(reference: Reference) -> bytes:
    """Return the reference data as bytes: written only when it changed, it can be large."""
    return orjson.dumps(reference.dump())


def unpack_reference(packed: bytes) -> Reference:
    """Return the reference data that ``pack_reference`` packed."""
    return Reference.load(orjson.loads(packed))

"""
Parts: a key whose state grows with its history is saved piece by piece, only what was touched.

One category in one county may have a million cases; written whole, its checkpoint would soon be
larger than a record may be, and would be written anew for each case. A fold that is ``Parted``
names its pieces. The entry of the key itself then holds a frame and ``read``, and stands after
its parts; each part has an entry of its own, with what was said of the subject it is named
after. A state is saved whole until the fold calls it large, and in parts for good from then on.

Entries are written one by one, and a writer may die between two of them. So a part also
carries what it was when its key was last saved: one that is ahead of its key (``read``) is taken
back to that, and the key stands at one instant, whole. Parts without such an entry
of their key were left by one that died before it: nobody reads them, and they are written over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar, runtime_checkable

import orjson

from events.event import Event
from events.instant import Instant
from processors.folding import checkpoint
from processors.folding.checkpoint import Entry
from processors.folding.conclusion import Scope
from processors.folding.entries import Entries
from processors.folding.fold import Fold
from processors.folding.raising import NOTHING, Said
from processors.published.reference import Reference

S = TypeVar("S")

SEPARATOR: Final = "\x1e"
"""Between the key and the name of a part; control characters cannot stand in a key."""

_FRAMED: Final = b'{"frame":'
"""How the entry of a key begins that is saved in parts."""


@runtime_checkable
class Parted(Protocol):
    """A fold whose large states are saved in parts; subjects name parts, and others may."""

    def large(self, state: Any) -> bool:
        """Tell whether *state* is to be saved in parts, if it is not yet."""
        ...

    def parts(self, event: Event) -> Iterable[str]:
        """Name the parts that a step with *event* may change, beside the subjects it touches."""
        ...

    def every_part(self, state: Any) -> Iterable[str]:
        """Name all parts of *state*."""
        ...

    def part(self, state: Any, name: str) -> Any:
        """Return a part as JSON values; None: there is nothing to keep."""
        ...

    def frame(self, state: Any) -> Any:
        """Return, as JSON values, what is saved whole each time: of bounded size."""
        ...

    def whole(self, frame: Any, parts: Iterable[tuple[str, Any]]) -> Any:
        """Return the state of a *frame* with its *parts*."""
        ...


@runtime_checkable
class Settling(Protocol):
    """A fold whose states hold what is not saved."""

    def settled(self, state: Any, reference: Reference) -> tuple[Any, Iterable[str]]:
        """Return *state* with whatever is not saved made anew, and the parts that may differ."""
        ...


@dataclass(slots=True)
class Unsaved(Generic[S]):
    """
    What changed of an entry since it was saved: ``saved`` is its state then.

    ``said``: what had been said then of subjects of which more was said since. ``ahead``: parts
    that stand in the checkpoint as a writer left them that died, and must be written over.
    """

    saved: S
    names: set[str] = field(default_factory=set)
    said: dict[str, Said] = field(default_factory=dict)
    ahead: set[str] = field(default_factory=set)


class Part(NamedTuple):
    """``now``, ``before``: (JSON values of the part, what was said of its subject)."""

    read: int
    now: tuple[Any, Any]
    before: tuple[Any, Any]


class Keeper(Generic[S]):
    """Knows what of a partition's entries was not saved yet; packs them, and takes them back."""

    def __init__(self, fold: Fold[S]) -> None:
        self._fold = fold
        self._parted = fold if isinstance(fold, Parted) else None
        self._settling = fold if isinstance(fold, Settling) else None
        self._stale: dict[str, set[str]] = {}
        """Parts, by key, that a writer left which died before it wrote the key's own entry."""

    def settle(self, entry: Entry[S], reference: Reference) -> None:
        """Give *entry* the state that *reference* makes of it; parts may differ with the rules."""
        if self._settling is not None:
            state, names = self._settling.settled(entry.state, reference)
            if state is not entry.state:
                if entry.parted:
                    _unsaved(entry).names.update(names)
                entry.state = state

    def step(self, entry: Entry[S], state: S, scope: Scope, event: Event) -> None:
        """Give *entry* the *state* after *event*, which touched *scope*."""
        if entry.parted and self._parted is not None:
            names = _unsaved(entry).names
            names.update(self._parted.parts(event))
            names.update(self._parted.every_part(entry.state) if scope is None else scope)
        entry.state = state

    def retell(self, entry: Entry[S], state: S) -> None:
        """Give *entry* the *state* that other rules make of it: any part may differ."""
        if entry.parted and self._parted is not None:
            _unsaved(entry).names.update(self._parted.every_part(state))
        entry.state = state

    def say(self, entry: Entry[S], subject: str, said: Said) -> None:
        """Keep what was *said* of *subject*."""
        before = entry.said.get(subject, NOTHING)
        if said is before or said == before:
            return
        if entry.parted:
            _unsaved(entry).said.setdefault(subject, before)
        if said == NOTHING:
            del entry.said[subject]
        else:
            entry.said[subject] = said

    def hand_over(self, entry: Entry[S], subject: str) -> Said | None:
        """Forget what was said of *subject* ('': of none), and return it."""
        said = entry.said.get(subject) if subject else None  # a party's own row is '' as well
        if said is not None:
            self.say(entry, subject, NOTHING)
        return said

    def pack(self, key: str, entry: Entry[S]) -> Iterator[tuple[str, bytes | None]]:
        """Yield the checkpoint entries of *key*, its own last; what is unsaved is saved then."""
        parted, stale = self._parted, self._stale.pop(key, ())
        if parted is None or not (entry.parted or parted.large(entry.state)):
            yield from ((key + SEPARATOR + name, None) for name in sorted(stale))
            yield key, checkpoint.pack(self._fold, entry)
            return
        if not entry.parted:
            _unsaved(entry).ahead.update(parted.every_part(entry.state), entry.said, stale)
            entry.parted = True
        yield from _parts(parted, key, entry)
        frame = {"frame": parted.frame(entry.state), "due": entry.due, "read": entry.read}
        yield key, orjson.dumps(frame, default=tuple)

    def take_back(
        self, entries: Entries[S], saved: Iterable[tuple[str, bytes]]
    ) -> Iterator[tuple[str, Instant | None]]:
        """Hold in *entries* what ``pack`` gave, in any order; yield when each key is next due."""
        if self._parted is None:
            yield from ((key, entries.take_back(key, packed)) for key, packed in saved)
            return
        frames, parts = dict[str, Any](), dict[str, list[tuple[str, bytes]]]()
        for name, packed in saved:
            key, cut, part = name.partition(SEPARATOR)
            if cut:
                parts.setdefault(key, []).append((part, packed))
            elif packed.startswith(_FRAMED):
                frames[key] = orjson.loads(packed)
            else:
                yield key, entries.take_back(key, packed)
        for key, frame in frames.items():
            entries[key] = entry = _entry(self._parted, frame, parts.pop(key, ()))
            yield key, entry.due
        self._stale = {key: {name for name, _ in left} for key, left in parts.items()}


def _unsaved(entry: Entry[Any]) -> Unsaved[Any]:
    unsaved: Unsaved[Any] | None = entry.unsaved
    if unsaved is None:
        unsaved = entry.unsaved = Unsaved(entry.state)
    return unsaved


def _parts(fold: Parted, key: str, entry: Entry[Any]) -> Iterator[tuple[str, bytes | None]]:
    unsaved, entry.unsaved = _unsaved(entry), None
    for name in sorted({*unsaved.names, *unsaved.said, *unsaved.ahead}):
        said = entry.said.get(name, NOTHING)
        now = _values(fold, entry.state, name, said)
        before = _values(fold, unsaved.saved, name, unsaved.said.get(name, said))
        if now != before or name in unsaved.ahead:
            part = Part(entry.read, now, before)
            yield key + SEPARATOR + name, orjson.dumps(part, default=tuple)


def _values(fold: Parted, state: Any, name: str, said: Said) -> tuple[Any, Any]:
    return fold.part(state, name), checkpoint.dump_said(said)


def _entry(fold: Parted, frame: Any, packed: Iterable[tuple[str, bytes]]) -> Entry[Any]:
    said, kept, ahead = dict[str, Said](), list[tuple[str, Any]](), set[str]()
    for name, value in packed:
        part = Part(*orjson.loads(value))
        if part.read > frame["read"]:
            ahead.add(name)
        values, spoken = part.before if name in ahead else part.now
        if values is not None:
            kept.append((name, values))
        if any(spoken):
            said[name] = checkpoint.load_said(spoken)
    entry = Entry(fold.whole(frame["frame"], kept), said, frame["due"], frame["read"], parted=True)
    if ahead:
        entry.unsaved = Unsaved(entry.state, ahead=ahead)
    return entry

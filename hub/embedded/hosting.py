"""
The folded partitions of the embedded hub, and the pump that drives them.

Every record of a folded topic goes through its partition; what comes back is appended, and
what was appended to a folded topic goes through its own partition, until nothing is new.
The pump is first in, first out, so the same records in give the same log out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, Final, Protocol

from events import codec, topics
from events.event import Event
from events.generations import FIRST, Layout
from events.instant import Instant
from events.record import Outgoing, Record
from hub.batching import batched
from hub.embedded.checkpoints import Checkpoints
from hub.embedded.log import Place
from hub.generations.forsaken import FORSAKEN
from hub.journal import Journal, as_taken, places, whole
from processors.folding.last_words import Listener
from processors.folding.partition import Partition
from processors.published.reference import Reference
from processors.topology import FOLDED, build_partition

_BATCH: Final = 5_000


class Appending(Protocol):
    """Where effects go."""

    def append(self, outgoing: Outgoing, timestamp: int) -> Record | None:
        """Add a record (*timestamp* in ms); None: it is not kept, and nobody reads it."""
        ...


class _Unwritten:
    """Passes on what folds say to topics that lack it, and drops what stands there already."""

    def __init__(self, log: Appending, lacking: frozenset[str]) -> None:
        self._log, self._lacking = log, lacking

    def append(self, outgoing: Outgoing, timestamp: int) -> Record | None:
        if outgoing.topic not in self._lacking:
            return None
        return self._log.append(outgoing, timestamp)


class Host:
    """
    All partitions of all folded topics of a *layout*. What they publish is appended to *log*,
    which knows the same generation as live.
    """

    def __init__(self, log: Appending, layout: Layout = FIRST) -> None:
        self._log, self._layout = log, layout
        self._timestamp = 0
        self._fresh: deque[tuple[Record, Event | None]] = deque()
        self._touched: set[Place] = set()
        self.partitions: dict[Place, Partition[Any]] = {
            (layout.live(topic), number): build_partition(layout.live(topic), number, layout.counts)
            for topic in FOLDED
            for number in range(layout.counts[topic])
        }

    def restore(self, checkpoints: Checkpoints, journal: Journal) -> bool:
        """
        Bring the partitions to their checkpoints; return whether they were folded anew instead.

        That is done where there are none, or of another format. What folds once forwarded stands
        in the log and is read from there, but in a new generation, whose derived topics are empty.
        What they find is said where it differs from their last words in the log; rows are said
        again.
        """
        if checkpoints.readable():
            for place, partition in self.partitions.items():
                partition.restore(checkpoints.read(place))
            return False
        self._remind(journal)
        kept, self._log = self._log, _Unwritten(self._log, self._lacking(journal))
        for records in batched(as_taken(journal, map(self._layout.live, FOLDED)), _BATCH):
            self.fold(records, records[-1].timestamp)
        self._log = kept
        return True

    def take_back(self, journal: Journal) -> None:
        """Take back what was said of older generations' partitions alone; all else is written."""
        for topic, forsaken in FORSAKEN.items():
            for number in range(journal.partitions(topic)):
                for word in list(forsaken(journal.read(topic, number), self._layout)):
                    self._log.append(word, self._timestamp)

    def _remind(self, journal: Journal) -> None:
        """Let each partition hear what was said in its name, to speak when it has folded all."""
        listener = Listener[Place](lambda origin: (origin.topic, origin.partition))
        for record in whole(journal, topics.FINDINGS):
            listener.hear(record)
        for place, partition in self.partitions.items():
            partition.hush(listener.words(place), journal.end(*place))

    def _lacking(self, journal: Journal) -> frozenset[str]:
        """Return the topics that hold nothing of what the folds are about to say again."""
        derived = places(journal, self._layout.derived)
        said = frozenset({topics.FINDINGS, topics.CONCLUSIONS})
        return said if any(journal.end(*at) for at in derived) else said | set(topics.DERIVED)

    def ticks(self) -> dict[Place, Instant]:
        """Return the last tick of every journal partition (0: none)."""
        return {
            place: partition.now
            for place, partition in self.partitions.items()
            if topics.kind(place[0]) in topics.JOURNALS
        }

    def reference(self) -> Reference:
        """Return the reference data of the log: every journal partition knows all of it."""
        return self.partitions[self._layout.live(topics.JOURNAL_CASES), 0].reference

    def fold(
        self, records: Iterable[Record], timestamp: int, events: Iterable[Event | None] = ()
    ) -> None:
        """
        Fold *records* and all that follows from them; effects carry *timestamp* (ms).

        *events*: what the first of *records* decode to, where it is known (else None).
        """
        self.step(records, timestamp, events)
        self.conclude()

    def step(
        self, records: Iterable[Record], timestamp: int, events: Iterable[Event | None] = ()
    ) -> None:
        """Fold *records* and what they forward, as ``fold`` does, and conclude nothing yet."""
        self._timestamp = timestamp
        self._fresh.extend(zip_longest(records, events))
        self._drain()

    def conclude(self) -> None:
        """Conclude whatever was stepped, and all that follows from that."""
        self._flush()
        while self._fresh:
            self._drain()
            self._flush()

    def _drain(self) -> None:
        fresh, partitions, touched = self._fresh, self.partitions, self._touched
        while fresh:
            record, event = fresh.popleft()
            place = record[:2]
            touched.add(place)
            if event is None:
                event = _decoded(record)
            if effects := partitions[place].take(record, event):
                self._append(effects, record.value, event)

    def _flush(self) -> None:
        for place in sorted(self._touched):
            self._append(self.partitions[place].flush())

    def _append(
        self, effects: Iterable[Outgoing], value: bytes = b"", event: Event | None = None
    ) -> None:
        """Append *effects*; one that passes *value* on needs no decoding, it is *event*."""
        for effect in effects:
            record = self._log.append(effect, self._timestamp)
            if record is not None and topics.kind(record.topic) in FOLDED:
                self._fresh.append((record, event if effect.value is value else None))

    def checkpoint(self, checkpoints: Checkpoints) -> None:
        """Keep what changed since the last call, inside the caller's transaction."""
        for place in sorted(self._touched):
            checkpoints.put(place, self.partitions[place].changed())
        self._touched.clear()


def _decoded(record: Record) -> Event | None:
    """Return the event in *record*, None when there is none: its partition says why."""
    try:
        return codec.decode(record.value)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None

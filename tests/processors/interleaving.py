"""
Partitions read side by side, in any interleaving that a log allows, with crashes.

The order of records is kept within a partition only. A draw (any ``random.Random``) decides
which partition reads next, how much, and whether it saves a checkpoint or crashes: then it
has published a part of its last batch (or, ``torn``, written a part of its checkpoint), and
goes on from its last whole one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, islice
from random import Random
from typing import Any

from events import codec, topics
from events.event import Event
from events.instant import Instant
from events.partitioner import partition_of
from events.record import Outgoing, Record
from processors.folding.last_words import Listener
from processors.published.reference import Reference
from processors.topology import build_partition

Place = tuple[str, int]

_TOPICS = (topics.JOURNAL_VISITS, topics.BY_PARTY, topics.IDENTITY)
_READ_AT_MOST = 6


class Interleaving:
    """All partitions that visits pass through, each with its log and its last checkpoint."""

    def __init__(
        self,
        draw: Random,
        crashes: bool = False,
        through: tuple[str, ...] = _TOPICS,
        torn: bool = False,
    ) -> None:
        self.through, self.torn = through, torn
        places = [(topic, n) for topic in through for n in range(topics.PARTITIONS[topic])]
        self.draw, self.crashes = draw, crashes
        self.logs: dict[Place, list[Record]] = {place: [] for place in places}
        self.partitions = {place: build_partition(*place) for place in places}
        self.saved: dict[Place, dict[str, bytes]] = {place: {} for place in places}
        self.findings: list[bytes] = []
        self.said: list[Record] = []
        self.conclusions: list[bytes] = []

    def publish(self, reference: Reference) -> None:
        """Append what *reference* holds to every partition of the journal."""
        source = "/departments/hub"
        for number, (_, name, time, data) in enumerate(reference.dump()["published"]):
            event = Event(f"{source}#{number}", name, 1, time, 0, source, f"{number}", "", data)
            self._everywhere(event)

    def tick(self, now: Instant) -> None:
        """Append a tick to every partition of the journal."""
        source = "/departments/hub/ticks"
        event = Event(f"{source}#{now}", "clock.ticked", 1, now, 0, source, str(now), "", {})
        self._everywhere(event)

    def _everywhere(self, event: Event) -> None:
        for n in range(topics.PARTITIONS[self.through[0]]):
            self._append(Outgoing(self.through[0], b"", codec.encode(event), (), n))

    def tell(self, events: Iterable[tuple[str, Event]]) -> None:
        """Append each event to the journal under its party, or its case."""
        for key, event in events:
            told = Outgoing(self.through[0], key.encode(), codec.encode(event))
            self._append(told)

    def run(self, most: int | None = None) -> None:
        """Read in an order drawn, *most* batches (None: until nothing is left to read)."""
        for _ in count() if most is None else range(most):
            unread = [place for place, log in self.logs.items() if self._behind(place, log)]
            if not unread:
                return
            self._read(self.draw.choice(unread))

    def states(self, topic: str) -> dict[str, Any]:
        """Return the state of every key on *topic*."""
        return {
            key: entry.state
            for place, partition in self.partitions.items()
            if place[0] == topic
            for key, entry in partition.entries.items()
        }

    def _behind(self, place: Place, log: list[Record]) -> bool:
        return self.partitions[place].position < len(log)

    def _read(self, place: Place) -> None:
        partition, log = self.partitions[place], self.logs[place]
        position = partition.position
        batch = log[position : position + self.draw.randint(1, _READ_AT_MOST)]
        effects = [effect for record in batch for effect in partition.take(record)]
        effects += partition.flush()
        lot = self.draw.random() if self.crashes else 1.0
        if lot < 0.2:
            self.crash(place, effects[: self.draw.randint(0, len(effects))])
            return
        self._publish(effects)
        if lot > 0.5:
            self._save(place, partition.changed())

    def _save(self, place: Place, changed: dict[str, bytes | None]) -> None:
        """Write a checkpoint, entry by entry; now and then its writer dies between two."""
        torn = self.torn and self.draw.random() < 0.2
        written = self.draw.randrange(len(changed)) if torn else len(changed)
        for key, value in islice(changed.items(), written):
            if value is None:
                self.saved[place].pop(key, None)
            else:
                self.saved[place][key] = value
        if torn:
            self.crash(place)

    def crash(self, place: Place, published: Iterable[Outgoing] = ()) -> None:
        """Let the worker of *place* die, who has *published* that much, and another take over."""
        self._publish(published)
        self.partitions[place] = build_partition(*place)
        self.partitions[place].restore(self.saved[place].items(), len(self.logs[place]))
        self._remind(place)

    def _remind(self, place: Place) -> None:
        """Tell a partition what was said of its findings, where it does not know."""
        if self.partitions[place].unheard is not None:
            listener = Listener[Place](lambda origin: (origin.topic, origin.partition))
            for record in self.said:
                listener.hear(record)
            self.partitions[place].hush(listener.words(place), len(self.logs[place]))

    def _publish(self, effects: Iterable[Outgoing]) -> None:
        for effect in effects:
            self._append(effect)

    def _append(self, told: Outgoing) -> None:
        assert told.topic != topics.REJECTED, told.value
        if told.topic == topics.FINDINGS:
            self.findings.append(told.value)
            self.said.append(Record(told.topic, 0, len(self.said), *told[1:4]))
        if told.topic == topics.CONCLUSIONS:
            self.conclusions.append(told.value)
        if told.topic not in self.through:
            return
        number = told.partition
        if number is None:
            number = partition_of(told.key, topics.PARTITIONS[told.topic])
        log = self.logs[told.topic, number]
        log.append(Record(told.topic, number, len(log), told.key, told.value, told.headers))

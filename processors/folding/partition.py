"""
One partition of one folded topic, in memory: the whole of a worker's work, without its I/O.

``take`` folds one record:

1. a record already folded (by offset, or by origin on a derived topic) is skipped, except
   for what it hands over (``processors.folding.handover``);
2. a tick moves ``now`` and marks the keys whose deadline has come (``processors.folding.agenda``);
3. a reference event (policy, calendar …) is learned; every key is marked when the rules change;
4. any other event is a step of its key's state, which marks the subjects it touched.

``flush``, at the end of a batch, concludes what is marked: once per key, however many events
of it the batch held. A conclusion is a function of the log up to the last record taken, which
is its origin, so batches may be cut anywhere. Of a conclusion only what differs from what was
said before is published (``processors.folding.voice``). All that must survive a restart is handed
out by ``changed`` and taken back by ``restore``. The partition's own entry is the last of them.

A record that cannot be decoded or folded is sent to ``rejected`` and the partition goes on:
states are immutable, so a failed step leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from events import codec, topics
from events.event import TICK, Event
from events.instant import Instant
from events.record import Origin, Outgoing, Record, origin_of
from processors.folding import checkpoint, handover, publishing, shadow
from processors.folding.agenda import Agenda, Rebase
from processors.folding.checkpoint import Entry, Position
from processors.folding.conclusion import Scope, by_subject
from processors.folding.entries import Entries
from processors.folding.fold import Fold
from processors.folding.last_words import HUSHED, Word
from processors.folding.lateness import HORIZON, heard_too_late
from processors.folding.parts import Keeper
from processors.folding.relay import Relay
from processors.folding.retelling import retold
from processors.folding.voice import Voice
from processors.published.reference import RULES, Reference

S = TypeVar("S")


class Partition(Generic[S]):
    """
    Fold the records of partition *number* of *topic* with *fold*.

    ``derived`` gives the partition count of each topic the fold forwards to: ticks and
    reference events are passed on there (``processors.folding.relay``). ``origins`` is the number
    of partitions that forward to a derived topic: its clock waits for all of them.
    """

    def __init__(
        self,
        fold: Fold[S],
        topic: str,
        number: int,
        derived: Mapping[str, int] | None = None,
        horizon: Instant = HORIZON,
        origins: int = 1,
    ) -> None:
        self.fold, self.topic, self.number, self.horizon = fold, topic, number, horizon
        self.origins, self._journal = origins, topics.kind(topic) in topics.JOURNALS
        self.entries: Entries[S] = Entries(fold)
        self._keeper = Keeper(fold)
        self._voice = Voice(self._keeper, self.entries)
        self.reference = Reference()
        self.place = Position()
        self._agenda = Agenda()
        self._changed: set[str] = set()
        self._kept_reference = self.reference.identity
        self._relay = Relay(derived or {})

    @property
    def position(self) -> int:
        """The next offset to fold."""
        return self.place.offset

    @property
    def now(self) -> Instant:
        """The greatest tick; on a derived topic the least of its origins' greatest ticks."""
        return self.place.now

    def take(self, record: Record, event: Event | None = None) -> list[Outgoing]:
        """
        Fold *record*; return what must be published for it before its batch is concluded.

        *event*: what the record decodes to, where the caller has decoded it already.
        """
        if record.offset < self.place.offset:
            return []
        heard = origin_of(record.headers) if record.headers else None
        known = self.place.pass_by(record.offset, heard)
        if known and not handover.hands_over(record.headers):
            return []
        effects: list[Outgoing] = []
        try:
            event = event or codec.decode(record.value)
            if known:
                event = handover.repeated(event)
            effects.extend(self._take(record, event, heard))
        except Exception as error:  # noqa: BLE001 - no input may stop a partition
            effects.append(publishing.unfoldable(record, error, self._origin()))
        return effects if record.offset >= self.place.said_to else [*effects, *self.flush()]

    def flush(self) -> list[Outgoing]:
        """Return the conclusions of the records taken since the last flush; ends a batch."""
        return list(self.flushing())

    def flushing(self) -> Iterator[Outgoing]:
        """Yield what ``flush`` returns, concluding key by key; ends a batch when exhausted."""
        yield from self._relay.flush(self._origin())
        yield from self._conclude_marked()
        if self._voice.is_due(self.position):
            yield from self._speak()

    def changed(self) -> dict[str, bytes | None]:
        """
        Return the checkpoint entries since the last call, the partition's own last.

        Raises:
            RuntimeError: records were taken and not yet concluded.
        """
        if self._agenda:
            raise RuntimeError("a checkpoint follows a flush: conclusions are still to be said")
        changed, self._changed = self._changed, set()
        entries = dict(self._voice.changed())
        for key in sorted(changed):
            entries.update(self._keeper.pack(key, self.entries[key]))
        if self._kept_reference != self.reference.identity:
            self._kept_reference = self.reference.identity
            entries[checkpoint.REFERENCE] = checkpoint.pack_reference(self.reference)
        self.entries.pack_cold(entries)
        return entries | {checkpoint.POSITION: checkpoint.pack_position(self.place)}

    def restore(self, entries: Iterable[tuple[str, bytes]], said_to: int = 0) -> None:
        """
        Take back what ``changed`` gave, the latest value of each key, before any ``take``.

        *said_to*: see the method of that name.
        """
        for key, due in self._keeper.take_back(self.entries, self._restored(entries)):
            self._agenda.wait(key, due)
        self.said_to(said_to)
        self._kept_reference = self.reference.identity

    def _restored(self, entries: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Take back what is the partition's own, and yield what is of keys."""
        for key, packed in entries:
            if key == checkpoint.POSITION:
                self.place = checkpoint.unpack_position(packed)
            elif key == checkpoint.REFERENCE:
                self.reference = checkpoint.unpack_reference(packed)
            elif key == HUSHED:
                self._voice.take_back(packed)
            else:
                yield key, packed

    def said_to(self, offset: int) -> None:
        """
        Conclude each record below *offset* alone.

        They may have been concluded before, in batches nobody knows now: so whatever was said
        then is said again, and taken back where it no longer holds (ADR 7). It is kept with the
        position: who takes over before it is reached has to do the same.
        """
        self.place.said_to = max(offset, self.place.said_to)

    @property
    def unheard(self) -> int | None:
        """The offset from which on more may have been said than is known here; None: no more."""
        return self._voice.unheard(self.place)

    def hush(self, words: Iterable[Word], to: int) -> None:
        """
        Say nothing of findings before *to* is folded; then what differs from their last *words*.

        For after ``restore``, where something is ``unheard``; the words are those on the findings
        of which this partition spoke last. Without any it speaks at once.
        """
        self._voice.hush(words, to, self.place)

    def _take(self, record: Record, event: Event, heard: Origin | None) -> Iterable[Outgoing]:
        if event.name == TICK:
            return self._ticked(record, event, heard)
        if self.reference.holds(event):
            return self._learned(record, event, self._origin())
        return self._folded(record, event, heard)

    def _ticked(self, record: Record, event: Event, heard: Origin | None) -> Iterable[Outgoing]:
        before = self.now
        self.place.ticked(event.time, heard, self.origins)
        self._relay.ticked(record)
        return self._fall_due() if self.now > before else ()

    def _fall_due(self) -> Iterator[Outgoing]:
        change = self.reference.next_change(self.place.ruled)
        if change is not None and change <= self.now:
            yield from self._mark_all(*self.reference.cause(change))
        if not self._voice.hushed and self.place.are_rules_new():
            yield from self._mark_all()
        self._agenda.fall_due(self.now, lambda key: self.entries[key].due)

    def _learned(self, record: Record, event: Event, origin: Origin) -> Iterator[Outgoing]:
        learned = self.reference.learn(event)
        if self.reference.spreads(event):
            yield from self._relay.everywhere(record, origin)
        if self.reference.rules_identity != learned.rules_identity:
            reason = event.name.removesuffix(".published") if event.name in RULES else "policy"
            yield from self._mark_all(reason, event.event_id)
            yield from self._retell(learned, record, event, origin)
        self.reference = learned

    def _retell(
        self, learned: Reference, record: Record, event: Event, origin: Origin
    ) -> Iterator[Outgoing]:
        states = [(key, entry.state) for key, entry in self.entries.items()]
        part = 0  # stands on the copy of the record itself
        for key, state, forwards in retold(self.fold, states, learned, event):
            self._keeper.retell(self.entries[key], state)
            self._keep(key, self.entries[key])
            for part, forward in enumerate(forwards, part + 1):  # noqa: B020
                yield publishing.forward(forward, record, origin._replace(part=part))

    def _mark_all(self, reason: str = "", cause: str = "") -> Iterator[Outgoing]:
        """Mark every key for a conclusion under other rules."""
        # First what was marked: a deadline that an event moved must not be told as re-based.
        yield from self._conclude_marked()
        self.place.ruled = self.now
        self._agenda.mark_all(self.entries, (reason, cause) if cause else None)

    def _folded(self, record: Record, event: Event, heard: Origin | None) -> Iterator[Outgoing]:
        if self._journal and heard_too_late(event, self.now, self.horizon):
            yield publishing.beyond_horizon(event, self.now, self._origin())
            return
        key = record.key.decode()
        entry = self.entries.get(key) or Entry(self.fold.empty(key), {}, None)
        if record.offset < entry.read:
            self._voice.passed_over(entry.read)
            return
        if heard is not None and handover.hands_over(record.headers):
            self._voice.receive(entry, record.headers, event)
        self._keeper.settle(entry, self.reference)
        state, scope = self.fold.step(entry.state, event, self.reference)
        forwards = tuple(self.fold.forwards(entry.state, state, event))
        self._keeper.step(entry, state, scope, event)
        entry.read = self.place.offset
        self._keep(key, entry)
        self._agenda.mark(key, scope)
        for part, forward in enumerate(forwards):
            handed = self._voice.hand_over(entry, forward.hands_over)
            yield publishing.forward(forward, record, self._origin(part), handed)

    def _conclude_marked(self) -> Iterator[Outgoing]:
        for key, scope, rebase in self._agenda.taken():
            yield from self._conclude(key, scope, rebase)

    def _speak(self) -> Iterator[Outgoing]:
        """Conclude all, and say what was held back."""
        self._voice.speak()
        self.place.are_rules_new()
        yield from self._mark_all()
        yield from self._conclude_marked()
        for key, sayings in self._voice.end_hush(self.now):
            if key is not None:
                self._changed.add(key)
            for saying in sayings:
                yield publishing.publish(saying, self.now, self._origin())

    def _conclude(self, key: str, scope: Scope, rebase: Rebase) -> Iterator[Outgoing]:
        entry, origin = self.entries[key], self._origin()
        self._keeper.settle(entry, self.reference)
        try:
            conclusion = shadow.conclude(self.fold, entry.state, scope, self.now, self.reference)
        except Exception as error:  # noqa: BLE001 - one key must not stop the others
            self._voice.spare(key, entry)
            yield publishing.unconcludable(key, error, origin)
            return
        parts = by_subject(conclusion)
        subjects = scope if scope is not None else {*entry.said, *parts}
        for subject in sorted(subjects):
            for saying in self._voice.say(key, subject, parts[subject], rebase, self.now):
                yield publishing.publish(saying, self.now, origin)
        waiting, entry.due = entry.due, conclusion.next_due
        self._keep(key, entry)
        if entry.due != waiting:
            self._agenda.wait(key, entry.due)

    def _keep(self, key: str, entry: Entry[S]) -> None:
        self.entries[key] = entry
        self._changed.add(key)

    def _origin(self, part: int = 0) -> Origin:
        return Origin(self.topic, self.number, self.place.offset - 1, part)

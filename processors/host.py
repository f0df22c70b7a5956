"""
The host of partitions: restore, fold, publish, checkpoint. Faust brings records and asks
for offsets to commit; what is safe is decided here, where it can be read in one sitting.

* **A partition's checkpoint is the truth of its progress.** Its entries and its position
  stand together in the changelog, the position last. Committed offsets only follow.
* **Records must be continuous.** When a batch starts beyond the partition's position
  (deliveries dropped in a rebalance, a changelog that was lost or is not trusted), the
  missing range is read from the topic first. Offsets already folded are skipped.
* **Order of effects:** findings and forwards leave with their batch; a checkpoint takes the
  position and the changed entries at one instant, waits until every effect up to there is
  acknowledged, writes the entries, waits again, and only then names the offset.
* **Turns.** A partition folds for ``TURN_S`` at most and then concludes, and breathes meanwhile
  (``processors.breathing``): others are sent, saved and committed, however far one is behind, and
  fold what little they have while one concludes much.
* **One batch in flight:** the next batch of a partition is folded while the last one is on
  its way, and published when that is acknowledged. So effects keep their order.

A worker may write only while its *lease* holds: the group has heard its heartbeat within
the session timeout. Stopped or cut off for longer, it waits until the group takes it back
or takes its partitions away; then it writes nothing more, nor does its client with what it holds
(``processors.sending``). What the lease cannot cover (a process stopped between that check and
the network) the changelog's fence finds; repeated findings and forwards carry the same ids and
origins, and readers drop them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from events.instant import Instant, floor_minute
from events.record import Outgoing, Record
from processors.breathing import Breathing
from processors.broker import Broker
from processors.folding.changelog import changelog_of, writes
from processors.folding.partition import Partition
from processors.lease import Lease
from processors.restoring import Build, Restoring, Waiting
from processors.watchdog import Place, Progress

log = logging.getLogger(__name__)

BuildTick = Callable[[str, int, Instant], Outgoing]
Timed = Callable[[], Coroutine[Any, Any, None]]
"""What a timer of the host calls."""

TURN_S: Final = 1.0
"""Seconds of its own work for which a partition folds before it concludes."""
_CHUNK: Final = 5000
_RECHECK_S: Final = 0.1


class Seat(Waiting):
    """One assigned partition: its fold, once restored, and what is on its way."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.partition: Partition[Any] | None = None
        self.fence = 0
        self.saved = -1
        self.committed = -1
        self.lost = False
        self.lock = asyncio.Lock()
        self.on_its_way: asyncio.Task[None] | None = None
        self.saving: asyncio.Task[None] | None = None
        self.minute = Instant(0)

    def is_ours(self) -> bool:
        """Tell whether the partition is still this worker's: of others nothing is written."""
        return not self.lost


class Host:
    """Partitions assigned to this worker. All methods run on one event loop."""

    def __init__(self, broker: Broker, build: Build, lease: Lease) -> None:
        self._broker, self._lease = broker, lease
        self._restoring = Restoring(broker, build)
        self._seats: dict[Place, Seat] = {}
        self._saving, self._breathing = asyncio.Lock(), Breathing()
        self._held = True
        self._assigned = False
        self.folded = 0

    @property
    def places(self) -> frozenset[Place]:
        return frozenset(self._seats)

    @property
    def restored(self) -> list[Place]:
        """Those of the places whose state is here: they must make progress."""
        return [at for at, seat in list(self._seats.items()) if seat.partition is not None]

    @property
    def ready(self) -> bool:
        """Tell whether the group has said what this worker's part is, and still hears it."""
        return self._assigned and self._lease.held

    def assign(self, places: Iterable[Place]) -> None:
        """Take exactly *places*; state is restored when a partition's first record comes."""
        wanted = set(places)
        self._assigned = True
        self.revoke(self.places - wanted)
        for place in wanted - self.places:
            self._seats[place] = Seat(place)
        log.info("%d partitions are this worker's", len(wanted))

    def revoke(self, places: Iterable[Place]) -> None:
        """Drop *places* and their state; nothing is written for them any more."""
        for place in places:
            if seat := self._seats.pop(place, None):
                seat.lost = True

    async def fold(self, records: Sequence[Record]) -> None:
        """Fold one fetch of one partition: n >= 1 records in the order of their offsets."""
        seat = self._seats.get(Place(records[0].topic, records[0].partition))
        if seat is None:
            return
        partition = seat.partition or await self._restore(seat)
        if partition is None:
            return
        if records[0].offset > partition.position:
            await self._catch_up(seat, partition.position, records[0].offset)
        await self._take(seat, records)

    async def _take(self, seat: Seat, records: Sequence[Record]) -> None:
        while records and not seat.lost and seat.partition is not None:
            async with seat.lock:
                folded, effects = await self._turn(seat.partition, records)
                self.folded += folded
                await self._publish(seat, effects)
            records = records[folded:]

    async def _turn(
        self, partition: Partition[Any], records: Iterable[Record]
    ) -> tuple[int, list[Outgoing]]:
        """Fold and conclude what a turn has time for; return how many, and what to publish."""
        through = self._breathing.through
        taken = await through(map(partition.take, records), TURN_S)
        said = await through(partition.flushing())
        return len(taken), [*chain.from_iterable(taken), *said]

    async def _publish(self, seat: Seat, effects: list[Outgoing]) -> None:
        if seat.on_its_way is not None:
            await seat.on_its_way
        if effects and await self._may_write(seat):
            seat.on_its_way = asyncio.create_task(self._broker.publish(effects, seat.is_ours))

    async def _may_write(self, seat: Seat) -> bool:
        while not (seat.lost or self.is_heard()):  # noqa: ASYNC110 - time is awaited
            await asyncio.sleep(_RECHECK_S)
        return not seat.lost

    def is_heard(self) -> bool:
        """Tell whether the lease holds, and say so when that changes."""
        before, self._held = self._held, self._lease.held
        if self._held != before:
            said = "hears this worker again" if self._held else "is out of hearing: writing waits"
            log.warning("the group %s", said)
        return self._held

    async def hear(self) -> None:
        """Say whether the lease holds when that changes, even while all writing waits."""
        self.is_heard()

    async def checkpoint(self, patience_s: float | None = None) -> Mapping[Place, int]:
        """
        Save what was folded; return the offsets that may be committed now.

        A partition that is not saved within *patience_s* (None: however long it takes) keeps no
        other from being committed: a later call names its offset.
        """
        async with self._saving:
            if self.is_heard():
                await self._save_all(patience_s)
            return {
                place: seat.saved
                for place, seat in self._seats.items()
                if seat.saved > seat.committed
            }

    def committed(self, offsets: Mapping[Place, int]) -> None:
        """Hear that the group has taken *offsets*."""
        for place, offset in offsets.items():
            if place in self._seats:
                self._seats[place].committed = offset

    async def _save_all(self, patience_s: float | None) -> None:
        saves = {}
        for seat in list(self._seats.values()):
            if patience_s is None and seat.saving is not None:
                await seat.saving  # begun before the last records were folded
                seat.saving = None
            seat.saving = seat.saving or asyncio.create_task(self._save(seat))
            saves[seat.saving] = seat
        done, _ = await asyncio.wait(saves, timeout=patience_s) if saves else ((), ())
        for task in done:
            saves[task].saving = None
            task.result()

    async def _save(self, seat: Seat) -> None:
        partition = seat.partition
        if partition is None or seat.lost or partition.position == seat.saved:
            return
        async with seat.lock:
            position, entries, effects = partition.position, partition.changed(), seat.on_its_way
        if effects is not None:
            await effects
        if not seat.lost:
            await self._write(seat, entries)
            seat.saved = position

    async def _write(self, seat: Seat, entries: Mapping[str, bytes | None]) -> None:
        topic, number = changelog_of(seat.place.topic), seat.place.number
        await self._broker.write(topic, number, writes(entries, seat.fence), seat.is_ours)

    async def _restore(self, seat: Seat) -> Partition[Any] | None:
        partition, fence = await self._restoring.restore(seat, self._unrestored)
        seat.fence = fence + 1
        if not await self._may_write(seat):
            return None
        await self._write(seat, partition.changed())
        seat.partition, seat.saved = partition, partition.position
        log.info("%s: state restored, folding from offset %d", seat.place, partition.position)
        return partition

    def _unrestored(self) -> list[Seat]:
        return [seat for seat in self._seats.values() if seat.partition is None]

    async def _catch_up(self, seat: Seat, start: int, stop: int) -> None:
        log.info("%s: reading %d to %d again", seat.place, start, stop)
        first, _ = await self._broker.bounds(*seat.place)
        async for records in self._broker.read(*seat.place, max(first, start), stop):
            for at in range(0, len(records), _CHUNK):
                await self._take(seat, records[at : at + _CHUNK])
            if seat.lost:
                return

    async def tick(self, now: Instant, journals: Iterable[str], build_tick: BuildTick) -> None:
        """Write this minute's tick into each journal partition assigned (wall clock)."""
        minute = floor_minute(now)
        due = [
            seat
            for seat in self._seats.values()
            if seat.place.topic in journals and seat.minute < minute
        ]
        for seat in due:
            if self.is_heard() and not seat.lost:
                await self._broker.publish([build_tick(*seat.place, minute)])
                seat.minute = minute

    async def progress(self) -> dict[Place, Progress]:
        """Return how far each restored partition is committed, and where its topic ends."""
        restored = [seat for seat in self._seats.values() if seat.partition is not None]
        return {
            seat.place: Progress(seat.committed, (await self._broker.bounds(*seat.place))[1])
            for seat in restored
        }

"""
Restoring a partition: from its changelog, and from what stands in ``findings``.

A changelog that is not trusted, or of another format, gives no state: the partition is folded from
its first record. There, and where other detectors took the checkpoint, it does not know all it has
said (``processors.folding.last_words``), and hears it from the log: one pass over ``findings``
for all partitions of this worker that wait to be restored.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

from events import topics
from events.record import Origin
from processors.breathing import Breathing
from processors.broker import Broker
from processors.folding.changelog import Restored, changelog_of
from processors.folding.last_words import Listener
from processors.folding.partition import Partition
from processors.watchdog import Place

log = logging.getLogger(__name__)

Build = Callable[[str, int], Partition[Any]]

_UNSURE: Final = 20_000
"""Records beyond a checkpoint that an owner which died may have concluded, in batches nobody
knows now: a checkpoint is due every second, and a worker folds fewer than half of these in one."""


class Waiting:
    """A place that was assigned to this worker, until its state is here."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.heard: Listener[Place] | None = None
        """What was said in its name, heard after it was assigned: nobody else speaks since."""


class Restoring:
    """Restores partitions one after the other, or side by side, on one event loop."""

    def __init__(self, broker: Broker, build: Build) -> None:
        self._broker, self._build = broker, build
        self._hearing = asyncio.Lock()

    async def restore(
        self, waiting: Waiting, others: Callable[[], Iterable[Waiting]]
    ) -> tuple[Partition[Any], int]:
        """
        Return the partition as its last owner left it, and the fence that owner wrote under.

        *others*: whoever waits at this moment, and may be spared a pass over ``findings``.
        """
        place = waiting.place
        restored = await self._read_changelog(place)
        partition = self._build(*place)
        _, end = await self._broker.bounds(*place)
        if restored.trusted:
            partition.restore(restored.entries())
            if restored.fence:
                partition.said_to(partition.position + _UNSURE)
        else:
            partition.restore((), end)
            log.warning("%s: its changelog cannot be trusted; folding from the log", place)
        if partition.position > end:
            log.warning("%s: its changelog is of another log; folding this one", place)
            partition = self._build(*place)
        if partition.unheard is not None:
            heard = await self._heard(waiting, others)
            partition.hush(await Breathing().through(heard.words(place)), end)
        waiting.heard = None
        return partition, restored.fence

    async def _read_changelog(self, place: Place) -> Restored:
        changelog, restored = changelog_of(place.topic), Restored()
        start, end = await self._broker.bounds(changelog, place.number)
        async for records in self._broker.read(changelog, place.number, start, end):
            for record in records:
                restored.learn(record)
        return restored

    async def _heard(
        self, waiting: Waiting, others: Callable[[], Iterable[Waiting]]
    ) -> Listener[Place]:
        async with self._hearing:
            if waiting.heard is None:
                together = {waiting, *(one for one in others() if one.heard is None)}
                listener = await self._listen({one.place for one in together})
                for one in together:
                    one.heard = listener
            return waiting.heard or Listener(lambda _: None)

    async def _listen(self, places: set[Place]) -> Listener[Place]:
        def asked(origin: Origin) -> Place | None:
            place = Place(origin.topic, origin.partition)
            return place if place in places else None

        listener = Listener(asked)
        for number in range(await self._broker.count(topics.FINDINGS)):
            start, end = await self._broker.bounds(topics.FINDINGS, number)
            async for records in self._broker.read(topics.FINDINGS, number, start, end):
                for record in records:
                    listener.hear(record)
        log.info("heard what was said in the name of %d partitions", len(places))
        return listener

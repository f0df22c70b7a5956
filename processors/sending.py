"""
What a worker has handed to its client leaves while the group hears this worker, or not at all.

aiokafka (0.14) holds a batch until a leader has taken it, however long that is. A process that was
stopped with one in its hands sends it the moment it goes on, before it hears that its partitions
went to another worker. What it had concluded then of fewer records would stand in the log behind
the words of the new owner, who never hears of it. So the client's queue is asked again whenever
batches are taken out of it: of a worker out of hearing none leaves, and those of a partition that
was lost are given up.

One that was given up after a first attempt has its number in the producer's sequence: whatever the
worker sends there next is refused, which ends it, and it folds again from its checkpoints. It says
so when it gives one up, since the error that comes later names no cause.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from typing import Any, Final

log = logging.getLogger(__name__)

Still = Callable[[], bool]

_RECHECK_S: Final = 0.1


def marked(batch: Any, still: Still) -> Any:
    """Let *batch*, a ``BatchBuilder``, leave only while *still* says so; return it."""
    batch.may_leave = still
    return batch


def gated(producer: Any, heard: Still, lost: Callable[[], Exception]) -> Any:
    """
    Let what *producer*, an ``AIOKafkaProducer``, holds leave only while *heard*; return it.

    *lost*: makes what is raised for whoever waits for a batch that is given up.
    """
    queue = producer._message_accumulator  # noqa: SLF001 - see the module
    drain = queue.drain_by_nodes

    def drain_allowed(ignore_nodes: Collection[int], muted_partitions: Collection[Any] = ()) -> Any:
        _give_up_lost(queue, lost)
        if heard():
            return drain(ignore_nodes, muted_partitions)
        nothing = drain(ignore_nodes, frozenset(queue._batches))  # noqa: SLF001
        again = asyncio.get_running_loop()
        again.call_later(_RECHECK_S, queue._wakeup, queue.waiter())  # noqa: SLF001
        return nothing

    queue.drain_by_nodes = drain_allowed
    return producer


def _give_up_lost(queue: Any, lost: Callable[[], Exception]) -> None:
    for place, batches in list(queue._batches.items()):  # noqa: SLF001
        for batch in [one for one in batches if not one._builder.may_leave()]:  # noqa: SLF001
            batches.remove(batch)
            if batch.retry_count:
                log.warning(
                    "given up on the way to %s, which went to another worker: a next "
                    "word there ends this one (OutOfOrderSequenceNumber)",
                    place,
                )
            batch.failure(lost())
            batch._drain_waiter.exception()  # noqa: SLF001 - it may be that nobody waits for it
        if not batches:
            del queue._batches[place]  # noqa: SLF001

"""What a worker has to say leaves in its order, whatever the client gives up on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiokafka.errors import KafkaError, LeaderNotAvailableError, OutOfOrderSequenceNumber

from events.kafka import Connection
from processors import broker
from processors.broker import Broker, Entry
from processors.sending import Still

ENTRIES: list[Entry] = [(b"%d" % number, b"", ()) for number in range(5)]


class GivesUp(Broker):
    """Its batches hold two entries; the client gives each up once before it is appended."""

    def __init__(self, error: KafkaError) -> None:
        super().__init__(Connection("nowhere:9092"))
        self.error, self.tried, self.log = error, set[bytes](), list[bytes]()

    async def _some(
        self,
        place: tuple[str, int],  # noqa: ARG002
        entries: Sequence[Entry],
        still: Still,  # noqa: ARG002
    ) -> int:
        if entries[0][0] not in self.tried:
            self.tried.add(entries[0][0])
            raise self.error
        self.log += [key for key, _, _ in entries[:2]]
        return len(entries[:2])


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "_FIRST_PAUSE_S", 0.0)


async def test_no_batch_leaves_before_the_one_before_it_stands() -> None:
    """A checkpoint's position must never stand in the log without the entries it speaks for."""
    worker = GivesUp(LeaderNotAvailableError())

    await worker.write("changelog", 0, ENTRIES)

    assert [key for key, _, _ in ENTRIES] == worker.log


async def test_a_fault_that_does_not_pass_is_no_reason_to_go_on() -> None:
    """The worker ends, and its successor reads again from what stands."""
    worker = GivesUp(OutOfOrderSequenceNumber())

    with pytest.raises(OutOfOrderSequenceNumber):
        await worker.write("changelog", 0, ENTRIES)

    assert [] == worker.log


@pytest.mark.parametrize(("wanted", "written"), [(0, 0), (2, 2), (4, 4), (9, 5)])
async def test_of_a_partition_that_is_lost_nothing_more_is_written(
    wanted: int, written: int
) -> None:
    """Its new owner writes now; asked before each batch, and before one is tried again."""
    worker = GivesUp(LeaderNotAvailableError())

    await worker.write("changelog", 0, ENTRIES, lambda: len(worker.log) < wanted)

    assert [key for key, _, _ in ENTRIES[:written]] == worker.log


async def test_what_was_given_up_is_not_tried_again_for_another() -> None:
    """The partition went to another worker while the broker was away."""
    worker = GivesUp(LeaderNotAvailableError())

    await worker.write("changelog", 0, ENTRIES, lambda: not worker.tried)

    assert [] == worker.log

"""What a worker has to say leaves in its order, whatever the client gives up on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiokafka.errors import KafkaError, LeaderNotAvailableError, OutOfOrderSequenceNumber

from events.kafka import Connection
from processors import broker
from processors.broker import Broker, Entry, Still

ENTRIES: list[Entry] = [(b"%d" % number, b"", ()) for number in range(5)]


class GivesUp(Broker):
    """Its batches hold two entries; the client gives each up once before it is appended."""

    def __init__(self, error: KafkaError) -> None:
        super().__init__(Connection("nowhere:9092"))
        self.error, self.tried, self.log = error, set[bytes](), list[bytes]()

    async def _some(
        self,
        place: tuple[str, int],  # noqa: ARG002 - there is one
        entries: Sequence[Entry],
        still: Still,
    ) -> int:
        if not still():
            return len(entries)
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

"""What a derived topic hears of time: behind the forwards of a batch, and before the next ones."""

from __future__ import annotations

import pytest

from events import topics
from events.record import Origin, Record, origin_of
from processors.folding.checkpoint import Position
from processors.folding.relay import Relay

LAST = Origin(topics.JOURNAL_VISITS, 0, 7)
TICK = Record(topics.JOURNAL_VISITS, 0, 6, b"", b"{}")


def test_a_tick_goes_on_once_to_every_derived_partition() -> None:
    """A partition that hears nothing of time would never find a case late."""
    relay = Relay({topics.BY_PARTY: 2, topics.IDENTITY: 1})
    relay.ticked(TICK)
    places = [(one.topic, one.partition) for one in relay.flush(LAST)]

    assert [(topics.BY_PARTY, 0), (topics.BY_PARTY, 1), (topics.IDENTITY, 0)] == places
    assert [] == list(relay.flush(LAST))


@pytest.mark.parametrize("forwards", [1, 2, 50])
def test_a_tick_is_heard_behind_whatever_the_last_record_forwarded(forwards: int) -> None:
    """Its reader skips what it has passed by: a tick that is named like a forward is lost."""
    relay, reader = Relay({topics.BY_PARTY: 1}), Position()
    relay.ticked(TICK)
    [tick] = relay.flush(LAST)
    for part in range(forwards):
        reader.pass_by(part, LAST._replace(part=part))

    assert not reader.pass_by(forwards, origin_of(tick.headers))
    assert reader.pass_by(forwards + 1, origin_of(tick.headers))
    assert not reader.pass_by(forwards + 2, LAST._replace(offset=LAST.offset + 1))

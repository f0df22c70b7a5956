"""Ticks: one a minute at most, never backwards."""

from __future__ import annotations

from events import codec
from events.instant import Instant, parse
from events.record import Outgoing
from hub.ticks import Clock

PLACE = ("journal.cases", 1)


def minute(tick: Outgoing | None) -> Instant | None:
    return None if tick is None else codec.decode(tick.value).time


def test_an_event_of_a_later_minute_is_preceded_by_that_minutes_tick() -> None:
    """What fell due before it must be concluded before it."""
    clock = Clock({PLACE: Instant(0)})

    assert parse("2026-03-01T09:00:00Z") == minute(
        clock.before(PLACE, parse("2026-03-01T09:00:59.5Z"))
    )


def test_an_event_of_the_same_minute_needs_no_tick() -> None:
    """A tick an event would double the log."""
    clock = Clock({PLACE: parse("2026-03-01T09:00:00Z")})

    assert clock.before(PLACE, parse("2026-03-01T09:00:59Z")) is None


def test_an_event_at_the_next_full_minute_needs_one() -> None:
    """The grain of time is the minute, its first instant included."""
    clock = Clock({PLACE: parse("2026-03-01T09:00:00Z")})

    assert clock.before(PLACE, parse("2026-03-01T09:01:00Z")) is not None


def test_a_late_event_does_not_turn_time_back() -> None:
    """Time in a partition only grows."""
    clock = Clock({PLACE: parse("2026-03-01T09:00:00Z")})

    assert clock.before(PLACE, parse("2026-02-01T09:00:00Z")) is None


def test_the_last_tick_of_a_load_reaches_partitions_without_events() -> None:
    """A case that stands still is found although its partition heard nothing more."""
    clock = Clock({PLACE: parse("2026-03-01T09:00:00Z"), ("journal.cases", 2): Instant(0)})

    ticks = clock.everywhere(parse("2026-03-01T09:00:30Z"))

    assert [2] == [tick.partition for tick in ticks]

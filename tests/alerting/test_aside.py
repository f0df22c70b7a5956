"""Letters that fail are told of, wait, and keep no alert waiting."""

from __future__ import annotations

import logging

import pytest

from events.instant import MINUTE, Instant
from hub.alerting.aside import AGAIN, Aside

NOON = Instant(1_800_000_000_000_000)


def test_what_fails_is_told_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A report that cannot be made must not silence the alerts of a month."""

    def fails(_: Instant) -> None:
        raise MemoryError("data-quality")

    with caplog.at_level(logging.ERROR):
        Aside("letters of the month", fails)(NOON)

    assert "letters of the month" in caplog.text


@pytest.mark.parametrize(("later", "tries"), [(AGAIN - MINUTE, 1), (AGAIN, 2), (AGAIN + MINUTE, 2)])
def test_what_failed_is_tried_again_after_five_minutes(later: int, tries: int) -> None:
    """Exactly then it is time; every second would be a report a second."""
    tried: list[Instant] = []

    def fails(now: Instant) -> None:
        tried.append(now)
        raise OSError

    aside = Aside("letters", fails)
    aside(NOON)
    aside(Instant(NOON + later))

    assert tries == len(tried)

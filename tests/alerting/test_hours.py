"""Quiet hours, days off and the digest: when somebody may be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.instant import Instant, parse, render
from hub.alerting.hours import digest_at, earliest
from tests.alerting.telling import POLICY, hours


def _at(text: str) -> Instant:
    return parse(f"{text}:00+08:00")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-10-14T19:59", "2026-10-14T19:59"),
        ("2026-10-14T20:00", "2026-10-15T08:00"),
        ("2026-10-15T07:59", "2026-10-15T08:00"),
        ("2026-10-15T08:00", "2026-10-15T08:00"),
        ("2026-10-16T20:00", "2026-10-19T08:00"),
        ("2026-10-17T12:00", "2026-10-19T08:00"),
    ],
)
def test_the_night_and_the_weekend_wait_for_morning(now: str, due: str) -> None:
    """From eight in the evening to eight in the morning, and through Saturday and Sunday."""
    assert render(_at(due)) == render(earliest(hours(_at(now)), POLICY, urgent=False))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-10-14T08:29", "2026-10-14T08:30"),
        ("2026-10-14T08:30", "2026-10-14T08:30"),
        ("2026-10-14T08:31", "2026-10-15T08:30"),
        ("2026-10-16T09:00", "2026-10-19T08:30"),
    ],
)
def test_there_is_one_digest_a_working_day(now: str, due: str) -> None:
    """What is found after it is in the next one."""
    assert render(_at(due)) == render(digest_at(hours(_at(now)), POLICY))


@given(st.integers(0, 20 * 24 * 60), st.booleans())
def test_nobody_is_told_before_the_fact_nor_in_their_sleep(minutes: int, urgent: bool) -> None:
    """And whoever is told later hears it within four days."""
    now = Instant(_at("2026-10-01T00:00") + minutes * 60_000_000)
    due = earliest(hours(now), POLICY, urgent=urgent)

    assert now <= due <= now + 4 * 24 * 3600 * 1_000_000
    assert due == now if urgent else earliest(hours(due), POLICY, urgent=False) == due

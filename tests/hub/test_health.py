"""A part tells how it is, to those who look after it and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from hub.failure import Failure
from hub.health import open_health
from hub.metrics import metrics

STATUS = {
    "parts": [{"part": "intake", "behind": 7, "oldest_s": 12.5}],
    "behind": [
        {"part": "intake", "topic": "ingest.tax", "partition": 0, "records": 7, "stuck": True}
    ],
    "clocks": [{"topic": "journal.cases", "partition": 1, "behind_s": 61.0}],
    "rejected": [{"department": "tax", "refused": 3}],
}


@pytest.fixture
def ready() -> list[bool]:
    return [False]


@pytest.fixture
def address(ready: list[bool]) -> Iterator[str]:
    with open_health("127.0.0.1:0", lambda: ready[0], metrics(lambda: STATUS)) as found:
        yield found


def _asked(url: str) -> tuple[int, str]:
    try:
        with urlopen(url) as answer:  # noqa: S310 - our own door
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def test_a_part_is_live_before_it_is_ready(address: str, ready: list[bool]) -> None:
    """One that has no partitions yet must get no traffic, and must not be killed for it."""
    before = _asked(f"{address}/live")[0], _asked(f"{address}/ready")[0]
    ready[0] = True

    assert (200, 503) == before
    assert 200 == _asked(f"{address}/ready")[0]


def test_metrics_say_what_is_behind_stuck_and_refused(address: str) -> None:
    """A business stall is a finding; these are about our own pipeline."""
    lines = _asked(f"{address}/metrics")[1].splitlines()

    place = 'part="intake",partition="0",topic="ingest.tax"'
    assert {
        'hub_behind_records{part="intake"} 7.0',
        'hub_oldest_seconds{part="intake"} 12.5',
        f"hub_lag_records{{{place}}} 7.0",
        f"hub_partition_stuck{{{place}}} 1.0",
        'hub_journal_age_seconds{partition="1",topic="journal.cases"} 61.0',
        'hub_rejected_records{department="tax"} 3.0',
    } <= set(lines)
    assert any(line.startswith("hub_clock_seconds 1") for line in lines)


def test_nothing_else_is_answered(address: str) -> None:
    """It is no way into the hub."""
    assert 404 == _asked(f"{address}/ask/findings")[0]


def test_without_an_address_no_door_is_opened() -> None:
    """Nothing listens unless the settings say so."""
    with open_health("", lambda: True, metrics(lambda: STATUS)) as found:
        assert "" == found


def test_an_address_that_is_none_is_told() -> None:
    """In one line, with the way out."""
    with pytest.raises(Failure) as told, open_health("nowhere", lambda: True, lambda: ""):
        pass

    assert "health-address" == told.value.key

"""A clock warns more than once: who hears at which share of its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from bench.faults.alerts import officers, policy_text
from events import codec, topics
from events.event import Event
from events.instant import Instant, parse
from events.record import Outgoing, Record
from hub.alerting.addresses import Addresses
from hub.alerting.alerter import Alerter
from hub.alerting.outbox import Outbox
from hub.alerting.policy import parse as parse_policy
from hub.port import Hub

NOW = parse("2026-03-02T09:00:00Z")


class Side:
    """A hub in whose log *records* stand."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self.said: list[Outgoing] = []

    def now(self) -> Instant:
        return NOW

    def findings(self, positions: Mapping[tuple[str, int], int]) -> Sequence[Record]:
        return self._records[positions.get((topics.FINDINGS, 0), 0) :]

    def query(self, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: ARG002
        return officers(["water"]) if "FROM officers" in sql else []

    def say(self, said: Sequence[Outgoing]) -> None:
        self.said.extend(said)


def _warning(offset: int, percent: int, **said: bool) -> Record:
    data = said | {"case_id": "K-1", "clock": "accept", "episode": 1, "assignment_id": "K-1/1",
            "percent": percent, "deadline": "2026-03-03T09:00:00Z"}  # fmt: skip
    event = Event(f"h#{percent}", "clock.warned", 1, NOW, 0, "h", str(percent), "K-1", data)
    return Record(topics.FINDINGS, 0, offset, b"K-1", codec.encode(event), ())


@pytest.mark.parametrize("percents", [(50, 80), (80, 50), (80,)])
def test_the_warning_that_a_route_names_is_told_whatever_was_warned_of_before(
    percents: tuple[int, ...], tmp_path: Path
) -> None:
    """At half its time nobody need hear; at four fifths the handler must, once."""
    told = _told([_warning(offset, percent) for offset, percent in enumerate(percents)], tmp_path)

    assert ["80"] == told


@pytest.mark.parametrize(("warns", "rungs"), [(False, []), (True, ["80"])])
@pytest.mark.parametrize("percent", [50, 80, 90])
def test_the_policy_says_at_which_share_of_its_time_a_clock_warns(
    percent: int, warns: bool, rungs: list[str], tmp_path: Path
) -> None:
    """A county that warns at 90 % must not hear at 80, one that warns at half must."""
    assert rungs == _told([_warning(0, percent, warns=warns)], tmp_path)


def test_a_band_beyond_the_warning_does_not_take_its_place_unsaid(tmp_path: Path) -> None:
    """Both may be read in one turn, after an outage."""
    both = [_warning(0, 80, warns=True), _warning(1, 90, warns=True)]

    assert ["80"] == _told(both, tmp_path)


def _told(records: Sequence[Record], tmp_path: Path) -> list[str]:
    """Return the rungs that were told, once *records* were read."""
    side = Side(records)
    with (
        closing(Addresses(tmp_path / "vault")) as addresses,
        closing(Outbox(tmp_path / "book")) as book,
    ):
        for one in officers(["water"]):
            addresses.put(one["channel_ref"], "webhook+http://127.0.0.1:1/", "s")
        policy = parse_policy(policy_text())
        alerter = Alerter(cast("Hub", side), book, addresses, policy, send=lambda *_: None)
        alerter.turn()
        alerter.turn()

    return [codec.decode(said.value).data["rung"] for said in side.said]

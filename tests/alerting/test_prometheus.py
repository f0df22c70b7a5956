"""A running hub, Debian's Prometheus and Alertmanager: scraped, alerted on, delivered to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from events.instant import Instant
from hub.embedded.serving import health_text
from hub.health import open_health
from hub.wall import wall_now
from tests.alerting.receiving import webhook
from tests.alerting.test_delivery import Office
from tests.support.part import Absent, required
from tests.support.prometheus import alerts, asked, held_by, running_prometheus
from tests.support.waiting import wait_until

_SIX_MINUTES = 360_000_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an office whose case has gone late, and whose people are reached by a webhook."""
    with ExitStack() as stack:
        yield Office(stack, tmp_path / "hub", stack.enter_context(webhook()))


def test_a_finding_arrives_at_alertmanager_by_the_hubs_own_channel(
    office: Office, alertmanager: str
) -> None:
    """From the case nobody signed for to the API that operators' tools read."""
    office.vault.forget("ref-li")
    office.vault.put("ref-li", f"alertmanager+http://{alertmanager}")
    office.at("2026-03-03T18:00")
    [found] = office.hub.query("SELECT finding_id FROM findings WHERE kind = 'accept'")

    assert found["finding_id"] in held_by(alertmanager)


def test_prometheus_scrapes_the_hub_and_raises_its_rule(
    office: Office, alertmanager: str, tmp_path: Path
) -> None:
    """Alerts that arrive nowhere are told by another way: Prometheus asks, and calls somebody."""
    office.outbox.failing(Instant(wall_now() - _SIX_MINUTES), "log away")
    office.time = wall_now()
    text = health_text(office.hub)
    with ExitStack() as stack:
        door = stack.enter_context(open_health("127.0.0.1:0", lambda: True, text))
        try:
            place = stack.enter_context(
                running_prometheus(tmp_path, urlsplit(door).netloc, alertmanager)
            )
        except Absent as absent:
            (pytest.fail if required() else pytest.skip)(str(absent))
        wait_until(lambda: _named("HubAlertsQuiet", alertmanager), "Prometheus to call")
        [up] = asked(place, "/api/v1/query?query=up")["data"]["result"]

    assert "1" == up["value"][1]


def _named(name: str, place: str) -> bool:
    return any(one["labels"]["alertname"] == name for one in alerts(place))

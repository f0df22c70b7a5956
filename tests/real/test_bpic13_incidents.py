"""Volvo IT's incidents, whose challenge itself asked about ping-pong and waiting."""

from __future__ import annotations

import pytest

from hub.client import Client
from tests.real.conftest import Loader, one

pytestmark = pytest.mark.timeout(1_200)

_BOUNCED = "SELECT uniqExact(case_id) FROM findings WHERE rule = 'ping-pong' AND kind = 'bounce'"


@pytest.fixture(scope="module", name="client")
def _client(load: Loader) -> Client:
    client, counts = load("bpic13_incidents")
    assert (0, 0) == (counts.rejected, counts.duplicate)
    return client


def test_every_incident_is_one_case(client: Client) -> None:
    """65 533 events are 7 554 incidents."""
    assert 7_554 == one(client, "SELECT count() FROM cases")


def test_transfers_between_groups(client: Client) -> None:
    """Every assignment but a case's first is a transfer."""
    sql = "SELECT count() - uniqExact(case_id) FROM assignments"

    assert 9_454 == one(client, sql)


def test_bounces_between_groups(client: Client) -> None:
    """A group that gives a case away and gets it straight back."""
    assert 1_177 == one(client, _BOUNCED)


def test_bounces_between_lines(load: Loader) -> None:
    """The same log seen by the coarser organisation line."""
    client, _ = load("bpic13_incidents", mapping="bpic13_lines")

    assert 883 == one(client, _BOUNCED)


@pytest.mark.parametrize(
    ("step", "rows"),
    [
        ("Wait - User", 4_217),
        ("Wait", 1_533),
        ("Wait - Implementation", 493),
        ("Wait - Vendor", 313),
        ("Wait - Customer", 101),
    ],
)
def test_waiting_is_on_record_with_its_evidence(client: Client, step: str, rows: int) -> None:
    """Every wait of the log is a pause that names what was waited for."""
    sql = (
        "SELECT count() FROM events WHERE type = 'case.paused.v1'"
        f" AND JSONExtractString(data, 'evidence') = '{step}'"
    )

    assert rows == one(client, sql)

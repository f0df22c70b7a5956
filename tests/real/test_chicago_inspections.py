"""Food inspections of a city: six inspectors' codes stand in for six departments."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from hub.client import Client
from tests.real.conftest import Loader, one

pytestmark = pytest.mark.timeout(1_200)

POLICY = Path("processors/policies/visits.yaml")
_FOUND = "FROM findings WHERE rule = 'duplicate-visit' AND kind = 'cross-department'"
_PAIRS = f"SELECT sum(length(evidence) - 1) {_FOUND}"
_PARTIES = f"SELECT uniqExact(party_id) {_FOUND}"


@pytest.fixture(scope="module", name="client")
def _client(load: Loader) -> Client:
    client, counts = load("chicago_inspections")
    assert (67_392, 0, 0) == (counts.accepted, counts.duplicate, counts.rejected)
    return client


def test_visits_and_known_parties(client: Client) -> None:
    """Rows exactly alike are one visit; a licence of 0 is an unknown party, kept."""
    assert 67_392 == one(client, "SELECT count() FROM visits")
    assert 67_193 == one(client, "SELECT countIf(party_id != '') FROM visits")
    assert 23_048 == one(client, "SELECT uniqExact(party_id) FROM visits WHERE party_id != ''")


def test_pairs_at_most_thirty_days_apart(client: Client) -> None:
    """Over all findings, the earlier visits they list."""
    assert (1_589, 1_055) == (one(client, _PAIRS), one(client, _PARTIES))


def test_pairs_at_most_seven_days_apart(load: Loader, tmp_path: Path) -> None:
    """The window is data: a published policy narrows it."""
    policy = yaml.safe_load(POLICY.read_text("utf-8")) | {"version": 2, "window_days": 7}
    (tmp_path / "visits-7.yaml").write_text(yaml.safe_dump(policy, allow_unicode=True))

    client, _ = load("chicago_inspections", policy=tmp_path / "visits-7.yaml")

    assert (603, 494) == (one(client, _PAIRS), one(client, _PARTIES))

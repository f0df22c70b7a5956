"""``hub doctor --cluster`` where brokers ask who is there: a login, a wrong and a poor one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hub.doctor import cluster
from hub.settings import Settings
from tests.security.conftest import settings_of
from tests.support.secured_kafka import SecuredKafka


def _told(settings: Settings) -> list[tuple[str, object]]:
    return [(seen.key, seen.values.get("user")) for seen in cluster.kafka(settings)]


def test_the_hubs_own_login_is_well(hub_settings: Settings) -> None:
    """It sees every topic of the hub and what they are set to."""
    assert ["doctor-brokers", "doctor-topics-good"] == [key for key, _ in _told(hub_settings)]


def test_a_wrong_password_is_told_with_who_tried(hub_settings: Settings, tmp_path: Path) -> None:
    """The broker refuses; the line names the user whose file is wrong."""
    wrong = tmp_path / "wrong"
    wrong.write_text("guessed")

    assert [("doctor-brokers-away", "hub")] == _told(replace(hub_settings, kafka_password=wrong))


def test_a_login_without_rights_sees_no_topic(secured: SecuredKafka, tmp_path: Path) -> None:
    """A department's login given to the hub by mistake: known to the broker, allowed nothing."""
    told = _told(settings_of(secured, "office1", tmp_path))

    assert ("doctor-no-topics", "office1") == told[-1]

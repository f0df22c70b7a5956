"""The compose file for several machines: nothing in the clear but inside a container."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from compose_spec import PyCompose

from hub.settings import read_settings
from projections.clickhouse import ClickHouseWarehouse
from tests.docker.test_compose import COMPOSE, HUB
from tests.support.part import ROOT


class _Loader(yaml.SafeLoader):
    """Knows the one tag of Compose that the file uses."""


_Loader.add_constructor(
    "!override",
    lambda loader, node: loader.construct_sequence(node),  # type: ignore[arg-type]
)
TEXT = (ROOT / "docker" / "compose.tls.yaml").read_text()
TLS: dict[str, Any] = yaml.load(TEXT, _Loader)  # noqa: S506 - safe, with one tag more
KAFKA = TLS["services"]["kafka"]["environment"]
each_part_of_the_hub = pytest.mark.parametrize("name", HUB)


def _merged(one: Any, other: Any) -> Any:
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other
    return one | {name: _merged(one.get(name, held), held) for name, held in other.items()}


def test_both_files_together_follow_the_compose_specification() -> None:
    """A misspelt key would be refused on the machine of the first user."""
    PyCompose.from_yaml(yaml.safe_dump(_merged(COMPOSE, TLS))).validate()


def test_every_listener_that_another_machine_reaches_asks_who_is_there_over_tls() -> None:
    """What listens on loopback is inside the container."""
    protocols = dict(p.split(":") for p in KAFKA["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"].split(","))
    open_ones = {
        one.split("://")[0]
        for one in KAFKA["KAFKA_LISTENERS"].split(",")
        if "://127.0.0.1:" not in one
    }

    assert {"INSIDE", "HOST"} == open_ones
    assert {"SASL_SSL"} == {protocols[name] for name in open_ones}
    assert "false" == KAFKA["KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND"]


def test_clickhouse_has_no_port_in_the_clear() -> None:
    """Each port of its own configuration is taken away, but the one with TLS."""
    config = ET.parse(ROOT / "docker" / "clickhouse-tls.xml").getroot()  # noqa: S314 - ours
    ports = {one.tag: one.get("remove") for one in config if "port" in one.tag}

    assert ["tcp_port_secure"] == [name for name, gone in ports.items() if gone is None]
    assert ["127.0.0.1:9440:9440"] == TLS["services"]["clickhouse"]["ports"]


@each_part_of_the_hub
def test_every_part_logs_in_and_checks_whom_it_talks_to(name: str) -> None:
    """A part without a login would be refused; one without an authority would trust anybody."""
    settings = read_settings(TLS["services"][name]["environment"])
    url = settings.clickhouse.replace("${CLICKHOUSE_PASSWORD:?set it}", "x")
    place, secrets = ClickHouseWarehouse(url)._writer._place, TLS["services"][name]["secrets"]

    assert settings.kafka_user in {"hub", "admin"}
    assert "/run/secrets/authority" == settings.kafka_ca == place["ca_certs"]
    assert str(settings.kafka_password).removeprefix("/run/secrets/") in secrets
    assert place["secure"]


def test_no_secret_stands_in_the_file() -> None:
    """They are files that the file names, and a variable that must be set."""
    assert set(TLS["secrets"]) == {"authority", "kafka_admin", "kafka_hub"}
    assert "CLICKHOUSE_PASSWORD:-" not in TEXT

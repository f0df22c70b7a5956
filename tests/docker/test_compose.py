"""The compose file is valid, starts its parts in order, and calls commands that exist."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from hub.settings import read_settings
from tests.support import clickhouse, kafka
from tests.support.part import ROOT

TEXT = (ROOT / "docker" / "compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
HUB = sorted(name for name, service in SERVICES.items() if "build" in service)
each_service = pytest.mark.parametrize("name", sorted(SERVICES))
each_part_of_the_hub = pytest.mark.parametrize("name", HUB)


def _command(name: str) -> list[str]:
    """Return the words of the service's command, without what the operator may add."""
    command = SERVICES[name]["command"]
    words = shlex.split(command) if isinstance(command, str) else list(command)
    return [word for word in words if not word.startswith("$")]


def test_the_file_follows_the_compose_specification() -> None:
    """A misspelt key would be refused, or worse ignored, on the machine of the first user."""
    spec = PyCompose.from_yaml(yaml.safe_dump(COMPOSE))
    spec.validate()

    assert sorted(SERVICES) == sorted(spec.service_names())


def test_the_parts_of_a_cluster_are_all_there() -> None:
    """One command starts the whole distributed runtime."""
    servers = {"kafka", "clickhouse", "prometheus", "grafana"}
    parts = {"topics", "intake", "worker", "projector", "alerter", "gateway"}

    assert servers | parts <= SERVICES.keys()


@each_service
def test_every_image_is_pinned(name: str) -> None:
    """The same file must start the same programs next year."""
    tag = SERVICES[name]["image"].rpartition(":")[2]

    assert re.fullmatch(r"v?\d+(\.\d+)+", tag)


@each_service
def test_every_lasting_part_is_watched_and_started_again(name: str) -> None:
    """A part that hangs is seen; a part that dies comes back without a person."""
    service = SERVICES[name]
    one_shot = name == "topics"

    assert ("on-failure" if one_shot else "unless-stopped") == service["restart"]
    assert one_shot == service["healthcheck"].get("disable", False)
    assert one_shot or service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@each_part_of_the_hub
def test_parts_wait_for_what_they_need(name: str) -> None:
    """A part that starts before its topics or its warehouse would fail its first steps."""
    conditions = {on: need["condition"] for on, need in SERVICES[name]["depends_on"].items()}
    expected = {"kafka": "service_healthy"}
    if name != "topics":
        expected["topics"] = "service_completed_successfully"
    if name in {"projector", "alerter", "gateway"}:
        expected["clickhouse"] = "service_healthy"

    assert expected == conditions


@each_service
def test_ports_are_open_to_this_machine_only(name: str) -> None:
    """The listeners of the file are plain text: nobody else's machine may reach them."""
    for port in SERVICES[name].get("ports", ()):
        assert port.startswith("127.0.0.1:")


def test_every_named_volume_is_declared_and_used() -> None:
    """What must outlive a container is on a volume, and no volume is left over."""
    mounts = (mount for service in SERVICES.values() for mount in service.get("volumes", ()))
    named = {mount.split(":")[0] for mount in mounts if not mount.startswith("./")}

    assert set(COMPOSE["volumes"]) == named


@each_part_of_the_hub
def test_every_command_is_one_that_hub_has(name: str) -> None:
    """A renamed sub-command must not be found out by the first operator."""
    from hub import cli  # noqa: PLC0415 - the other tests need no command

    assert 0 == cli.run([*_command(name), "--help"])


@each_part_of_the_hub
def test_every_setting_is_one_that_hub_reads(name: str) -> None:
    """A variable that nothing reads would leave a part at its default address, silently."""
    environment = SERVICES[name]["environment"]
    settings = read_settings(environment)

    told = {"HUB_KAFKA", "CLICKHOUSE_URL", "HUB_DATA", "HUB_LANG", "HUB_HEALTH"}
    assert told == environment.keys()
    assert environment["HUB_HEALTH"] == settings.health
    assert environment["HUB_KAFKA"] == settings.kafka
    assert environment["CLICKHOUSE_URL"] == settings.clickhouse
    assert environment["HUB_DATA"] == str(settings.data)


def test_tests_run_the_servers_that_are_shipped() -> None:
    """What is tested under Docker is what the compose file starts."""
    assert SERVICES["kafka"]["image"] == kafka.IMAGE
    assert SERVICES["clickhouse"]["image"] == clickhouse.IMAGE


def test_ports_are_in_the_readme() -> None:
    """An operator finds every open port in one place."""
    readme = (ROOT / "docker" / "README.md").read_text()
    ports = [p.split(":")[1] for s in SERVICES.values() for p in s.get("ports", ())]

    assert [] == [port for port in ports if port not in readme]

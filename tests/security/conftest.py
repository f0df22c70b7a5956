"""One broker with users and rules for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from events import access
from hub.cluster import distributed, topics
from hub.settings import Settings
from tests.support.part import Absent, required
from tests.support.secured_kafka import PASSWORD, SecuredKafka, secured_kafka

DEPARTMENTS = tuple(f"office{number}" for number in range(20))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.real_kafka)


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredKafka]:
    """Give a cluster with the hub's topics, twenty departments, and rules for all."""
    folder = tmp_path_factory.mktemp("secured")
    with ExitStack() as stack:
        try:
            broker = stack.enter_context(secured_kafka(folder))
        except Absent as absent:
            if required():
                pytest.fail(str(absent), pytrace=False)
            pytest.skip(str(absent))
        settings = settings_of(broker, "admin", folder)
        distributed.create_topics(settings, DEPARTMENTS)
        distributed.allow(settings, DEPARTMENTS, "hub")
        for user in ("hub", *DEPARTMENTS):
            access.make_user(broker.as_user(), user, PASSWORD)
        yield broker


@pytest.fixture
def hub_settings(secured: SecuredKafka, tmp_path: Path) -> Settings:
    """Give the settings of the hub's own parts: not those of an administrator."""
    return settings_of(secured, "hub", tmp_path)


def settings_of(broker: SecuredKafka, user: str, folder: Path) -> Settings:
    """Return the settings of *user*, over TLS."""
    password = folder / "password"
    password.write_text(PASSWORD)
    return Settings(
        data=folder / "data",
        kafka=broker.secure,
        kafka_user=user,
        kafka_password=password,
        kafka_ca=str(broker.authority),
    )


def wanted() -> tuple[topics.Topic, ...]:
    return topics.hub_topics(DEPARTMENTS)
